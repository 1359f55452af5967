@echo off
rem One check of the program on a real Windows PC: check-on-windows.cmd [reform-desktop-...-setup.exe] [\\server\share\folder]
rem Without a setup program, what is installed (or the folder named by REFORM_DESKTOP_PROGRAM) is checked. No administrator rights.
setlocal
set "PROGRAM=%REFORM_DESKTOP_PROGRAM%"
if not defined PROGRAM set "PROGRAM=%LOCALAPPDATA%\Programs\ReformDesktop"
if /i not "%~x1"==".exe" goto check
start "" /wait "%~f1" /S
if errorlevel 1 echo The setup program ended with %ERRORLEVEL%.
shift
:check
if exist "%PROGRAM%\python\python.exe" goto run
echo The program is not there: "%PROGRAM%"
exit /b 1
:run
"%PROGRAM%\python\python.exe" -B -X utf8 "%~dp0check_on_windows.py" "%PROGRAM%" "%~1"
