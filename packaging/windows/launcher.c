/* 行革デスク.exe and reform-desktop.exe: start the Python that lies beside them with the program.
 *
 * Both do one thing: run python\python(w).exe -m reform_desktop with the words that they were given, wait, and end with
 * its status. The interpreter stays the Python Software Foundation's own signed file. WINDOW is defined for the program
 * without a console; it shows what the interpreter complained of last in a box, since nobody would see it otherwise.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define LONGEST 32767 /* characters of a path or a command line, as Windows has it */

#ifdef WINDOW
#define INTERPRETER L"\\python\\pythonw.exe"
#else
#define INTERPRETER L"\\python\\python.exe"
#endif
#define PROGRAM L"\\app\\reform_desktop\\__main__.py"
#define OPTIONS L"\" -B -X utf8 -m reform_desktop"

#ifdef WINDOW
static const wchar_t TITLE[] = L"行革デスク";
#endif
static const wchar_t MISSING[] =
    L"プログラムのファイルが足りないため、行革デスクを始められません。保存済みの内容は失われていません。\n\n"
    L"zip を開いたまま実行しているときは、すべてのファイルを取り出してから実行してください。\n"
    L"それでも始められないときは、入れ直してください。\n\n見つからないもの: ";
static const wchar_t FAILED[] =
    L"行革デスクを始められませんでした。保存済みの内容は失われていません。\n\n"
    L"ウイルス対策ソフトやアプリの制限が止めていないかを、情報担当者に確かめてください。\n\nWindows の番号: ";
static const wchar_t NO_MEMORY[] = L"メモリーが足りないため、行革デスクを始められません。ほかのプログラムを閉じてください。";

static int complain(const wchar_t *sentence, const wchar_t *detail)
{
    size_t room = wcslen(sentence) + wcslen(detail) + 2;
    wchar_t *text = malloc(room * sizeof *text);
    if (text == NULL)
        return 1;
    wcscpy(text, sentence);
    wcscat(text, detail);
#ifdef WINDOW
    MessageBoxW(NULL, text, TITLE, MB_OK | MB_ICONWARNING | MB_SETFOREGROUND);
#else
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode, written;
    for (wchar_t *sign = text; *sign != 0; sign++) /* one line, as every message of the command line is */
        if (*sign == L'\n')
            *sign = L' ';
    wcscat(text, L"\n");
    if (GetConsoleMode(out, &mode)) {
        WriteConsoleW(out, text, (DWORD)wcslen(text), &written, NULL);
    } else {
        int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
        char *bytes = malloc((size_t)size);
        if (bytes != NULL && WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, size, NULL, NULL) > 0)
            WriteFile(out, bytes, (DWORD)size - 1, &written, NULL);
        free(bytes);
    }
#endif
    free(text);
    return 1;
}

static int complain_number(const wchar_t *sentence, DWORD number)
{
    wchar_t digits[16];
    _ultow(number, digits, 10);
    return complain(sentence, digits);
}

static BOOL is_there(const wchar_t *folder, const wchar_t *name, wchar_t *path)
{
    wcscpy(path, folder);
    wcscat(path, name);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

/* What was typed after the program's own name, untouched: quotes and all. */
static const wchar_t *words_after_name(const wchar_t *line)
{
    BOOL quoted = FALSE;
    while (*line != 0 && (quoted || (*line != L' ' && *line != L'\t'))) {
        if (*line == L'"')
            quoted = !quoted;
        line++;
    }
    return line;
}

/* Variables by which other programs' Qt would be found instead of ours. Python itself ignores its own (._pth). */
static void forget_foreign_variables(void)
{
    SetEnvironmentVariableW(L"QT_PLUGIN_PATH", NULL);
    SetEnvironmentVariableW(L"QT_QPA_PLATFORM_PLUGIN_PATH", NULL);
}

#ifdef WINDOW

#define KEPT 4096
static char heard[KEPT]; /* the end of what came through the pipe */
static DWORD heard_size;

static DWORD WINAPI hear(void *pipe)
{
    char now[1024];
    DWORD count;
    while (ReadFile(pipe, now, sizeof now, &count, NULL) && count > 0) {
        DWORD over = heard_size + count > KEPT ? heard_size + count - KEPT : 0;
        memmove(heard, heard + over, heard_size - over);
        heard_size -= over;
        memcpy(heard + heard_size, now, count);
        heard_size += count;
    }
    return 0;
}

/* Show the last line that the program wrote before it ended badly. */
static void tell_last_line(DWORD status)
{
    wchar_t text[KEPT + 1];
    int length, start;
    while (heard_size > 0 && (heard[heard_size - 1] == '\n' || heard[heard_size - 1] == '\r'))
        heard_size--;
    for (start = (int)heard_size; start > 0 && heard[start - 1] != '\n'; start--)
        ;
    length = MultiByteToWideChar(CP_UTF8, 0, heard + start, (int)heard_size - start, text, KEPT);
    text[length] = 0;
    if (length > 0)
        complain(text, L"");
    else
        complain_number(FAILED, status);
}

static int run(wchar_t *interpreter, wchar_t *line)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION child;
    HANDLE ours, theirs, listener = NULL;
    DWORD status = 1, error;
    if (!CreatePipe(&ours, &theirs, &inherited, 0))
        return complain_number(FAILED, GetLastError());
    SetHandleInformation(ours, HANDLE_FLAG_INHERIT, 0);
    start.hStdInput = start.hStdOutput =
        CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
    start.hStdError = theirs;
    if (!CreateProcessW(interpreter, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) {
        error = GetLastError();
        return complain_number(FAILED, error);
    }
    CloseHandle(theirs);
    AllowSetForegroundWindow(child.dwProcessId);
    listener = CreateThread(NULL, 0, hear, ours, 0, NULL);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &status);
    if (listener != NULL)
        WaitForSingleObject(listener, 1000); /* a program that ours opened may still hold the pipe */
    if (status != 0)
        tell_last_line(status);
    return (int)status;
}

#else

static BOOL WINAPI leave_to_child(DWORD event)
{
    (void)event;
    return TRUE; /* Ctrl+C reaches the interpreter, too, which ends with its own sentence */
}

static int run(wchar_t *interpreter, wchar_t *line)
{
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    DWORD status = 1;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    HANDLE together = CreateJobObjectW(NULL, NULL);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    SetConsoleCtrlHandler(leave_to_child, TRUE);
    GetStartupInfoW(&start);
    if (!CreateProcessW(interpreter, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start, &child))
        return complain_number(FAILED, GetLastError());
    if (together != NULL && SetInformationJobObject(together, JobObjectExtendedLimitInformation, &limits, sizeof limits))
        AssignProcessToJobObject(together, child.hProcess); /* whoever ends us ends the interpreter */
    ResumeThread(child.hThread);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &status);
    return (int)status;
}

#endif

static int launch(void)
{
    const size_t size = (LONGEST + 1) * sizeof(wchar_t);
    wchar_t *folder = malloc(size), *path = malloc(size), *interpreter = malloc(size), *line = malloc(2 * size);
    DWORD length;
    if (folder == NULL || path == NULL || interpreter == NULL || line == NULL)
        return complain(NO_MEMORY, L"");
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
    length = GetModuleFileNameW(NULL, folder, LONGEST);
    while (length > 0 && folder[length] != L'\\')
        length--;
    folder[length] = 0;
    if (length + wcslen(PROGRAM) > LONGEST)
        return complain(MISSING, PROGRAM);
    if (!is_there(folder, PROGRAM, path))
        return complain(MISSING, path);
    if (!is_there(folder, INTERPRETER, interpreter))
        return complain(MISSING, interpreter);
    forget_foreign_variables();
    wcscpy(line, L"\"");
    wcscat(line, interpreter);
    wcscat(line, OPTIONS);
    wcscat(line, words_after_name(GetCommandLineW()));
    return run(interpreter, line);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, PWSTR words, int show)
{
    (void)own, (void)none, (void)words, (void)show;
    return launch();
}
#else
int wmain(void) { return launch(); }
#endif
