; Installs 行革デスク for one person, without administrator rights. Compiled by installer.py, which gives the -D words.
;
; /S             says and asks nothing
; /D=FOLDER      another folder; must come last, without quotes
; Ends with 0 (done), 1 (stopped by the person), 2 (not done; the version that was there before still works).
;
; What a person made is never touched: only the program's own folders and files are removed, by name, and the program's
; folder itself only when nothing else lies in it.

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave on
CRCCheck force
XPStyle on

!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "MUI2.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${IDENTITY}"
!define OWN "Software\${IDENTITY}"
!define KIND "${IDENTITY}.File"
!define WINDOW "${TITLE}.exe"
!define CONSOLE "reform-desktop.exe"
!define README "はじめにお読みください.txt"
!define REMOVER "削除.exe"

Name "${TITLE}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\${IDENTITY}"
InstallDirRegKey HKCU "${OWN}" "InstallDir"
BrandingText "${TITLE} ${VERSION}"

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1041 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=1041 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1041 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1041 "FileDescription" "${TITLE} のインストール"
VIAddVersionKey /LANG=1041 "CompanyName" "${VENDOR}"
VIAddVersionKey /LANG=1041 "LegalCopyright" "MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "${TITLE} ${VERSION} を入れます"
!define MUI_WELCOMEPAGE_TEXT "あなたの利用者フォルダーに入れます。管理者権限もネットワークも要りません。$\r$\n$\r$\n前の版が入っているときは、置き換えます。計画のファイル（.reform）、設定、署名の鍵はそのまま残ります。"
!define MUI_FINISHPAGE_TITLE "${TITLE} を入れました"
!define MUI_FINISHPAGE_TEXT "スタートメニューの「${TITLE}」から始められます。.reform ファイルのダブルクリックでも開きます。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "${TITLE} を始める"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"

; Stop with a sentence and status 2.
!macro Refuse SENTENCE
    MessageBox MB_OK|MB_ICONEXCLAMATION "${SENTENCE}" /SD IDOK
    SetErrorLevel 2
    Quit
!macroend

; A program that runs keeps its file from being written.
!macro RefuseWhileRunning UN
Function ${UN}RefuseWhileRunning
    ${For} $R0 1 2
        ${If} $R0 = 1
            StrCpy $R1 "$INSTDIR\python\pythonw.exe"
        ${Else}
            StrCpy $R1 "$INSTDIR\python\python.exe"
        ${EndIf}
        ${If} ${FileExists} "$R1"
            ClearErrors
            FileOpen $R2 "$R1" a
            ${If} ${Errors}
                !insertmacro Refuse "${TITLE} が動いているか、このフォルダーに書き込めないため、続けられません。何も変更していません。$\r$\n${TITLE} をすべて閉じてから、もう一度行ってください。"
            ${EndIf}
            FileClose $R2
        ${EndIf}
    ${Next}
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

; Put a new part in the place of the old one, which waits in .old until everything is there.
!macro Exchange PART
    ${If} ${FileExists} "$INSTDIR\${PART}"
        Rename "$INSTDIR\${PART}" "$INSTDIR\.old\${PART}"
    ${EndIf}
    Rename "$INSTDIR\.new\${PART}" "$INSTDIR\${PART}"
    IfErrors failed
!macroend

!macro Restore PART
    ${If} ${FileExists} "$INSTDIR\.old\${PART}"
        ${If} ${FileExists} "$INSTDIR\${PART}\*.*"
            RMDir /r "$INSTDIR\${PART}"
        ${Else}
            Delete "$INSTDIR\${PART}"
        ${EndIf}
        Rename "$INSTDIR\.old\${PART}" "$INSTDIR\${PART}"
    ${EndIf}
!macroend

Section
    Call RefuseWhileRunning
    ; A run that was cut short may have left the old version aside: take it back first.
    ClearErrors
    !insertmacro Restore "python"
    !insertmacro Restore "app"
    !insertmacro Restore "licences"
    !insertmacro Restore "${WINDOW}"
    !insertmacro Restore "${CONSOLE}"
    !insertmacro Restore "${README}"
    RMDir /r "$INSTDIR\.new"
    RMDir /r "$INSTDIR\.old"
    ClearErrors
    SetOutPath "$INSTDIR\.new"
    SetOverwrite try
    File /r "${SOURCE}/*"
    IfErrors unpacked
    SetOutPath "$INSTDIR"
    CreateDirectory "$INSTDIR\.old"
    ClearErrors
    !insertmacro Exchange "python"
    !insertmacro Exchange "app"
    !insertmacro Exchange "licences"
    !insertmacro Exchange "${WINDOW}"
    !insertmacro Exchange "${CONSOLE}"
    !insertmacro Exchange "${README}"
    RMDir /r "$INSTDIR\.old"
    RMDir /r "$INSTDIR\.new"
    Goto done
unpacked:
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\.new"
    RMDir "$INSTDIR"
    !insertmacro Refuse "ファイルを書き込めないため、入れられませんでした。前からある版はそのまま使えます。$\r$\nディスクの空きと、フォルダーに書き込めるかを確かめて、もう一度行ってください。"
failed:
    !insertmacro Restore "python"
    !insertmacro Restore "app"
    !insertmacro Restore "licences"
    !insertmacro Restore "${WINDOW}"
    !insertmacro Restore "${CONSOLE}"
    !insertmacro Restore "${README}"
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\.new"
    RMDir "$INSTDIR\.old"
    !insertmacro Refuse "ファイルを置き換えられないため、入れられませんでした。前からある版はそのまま使えます。$\r$\n${TITLE} を閉じ、ウイルス対策ソフトが調べ終わるのを待って、もう一度行ってください。"
done:
    WriteUninstaller "$INSTDIR\${REMOVER}"
    SetShellVarContext current
    CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0

    WriteRegStr HKCU "${OWN}" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${OWN}" "Version" "${VERSION}"

    WriteRegStr HKCU "Software\Classes\.reform" "" "${KIND}"
    WriteRegStr HKCU "Software\Classes\.reform\OpenWithProgids" "${KIND}" ""
    WriteRegStr HKCU "Software\Classes\${KIND}" "" "${TITLE}のファイル"
    WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" '"$INSTDIR\${WINDOW}",1'
    WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'

    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${VENDOR}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\${REMOVER}"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\${REMOVER}" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
    Call un.RefuseWhileRunning
    SetShellVarContext current
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\python"
    RMDir /r "$INSTDIR\app"
    RMDir /r "$INSTDIR\licences"
    RMDir /r "$INSTDIR\.old"
    RMDir /r "$INSTDIR\.new"
    Delete "$INSTDIR\${WINDOW}"
    Delete "$INSTDIR\${CONSOLE}"
    Delete "$INSTDIR\${README}"
    Delete "$INSTDIR\${REMOVER}"
    RMDir "$INSTDIR" ; only when nothing of anybody else's lies in it
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    ; Only what still is ours: somebody may have chosen another program for the files meanwhile.
    ReadRegStr $R0 HKCU "Software\Classes\.reform" ""
    ${If} $R0 == "${KIND}"
        DeleteRegValue HKCU "Software\Classes\.reform" ""
    ${EndIf}
    DeleteRegValue HKCU "Software\Classes\.reform\OpenWithProgids" "${KIND}"
    DeleteRegKey /ifempty HKCU "Software\Classes\.reform\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "Software\Classes\.reform"
    DeleteRegKey HKCU "Software\Classes\${KIND}"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "${OWN}"
    ${RefreshShellIcons}
SectionEnd
