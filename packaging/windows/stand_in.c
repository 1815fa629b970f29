/* Stands in for strakly-desktop.exe where the installer is proven: the real one can only be built on Windows.
   Writes its own path, and then its version resource as Windows reads it, to the file that the first argument
   names; with "wait" it stays open. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static void tell_version(const char *path, FILE *file)
{
    static const char *names[] = {"CompanyName", "FileDescription", "FileVersion", "InternalName",
                                  "LegalCopyright", "OriginalFilename", "ProductName", "ProductVersion"};
    DWORD ignored, size = GetFileVersionInfoSizeA(path, &ignored);
    void *block = malloc(size + 1);
    VS_FIXEDFILEINFO *numbers;
    WORD *language;
    UINT length;
    if (!GetFileVersionInfoA(path, 0, size, block) || !VerQueryValueA(block, "\\", (void **)&numbers, &length)
        || !VerQueryValueA(block, "\\VarFileInfo\\Translation", (void **)&language, &length))
        return;
    fprintf(file, "\n%d.%d.%d.%d", HIWORD(numbers->dwFileVersionMS), LOWORD(numbers->dwFileVersionMS),
            HIWORD(numbers->dwFileVersionLS), LOWORD(numbers->dwFileVersionLS));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char key[80], *text;
        snprintf(key, sizeof key, "\\StringFileInfo\\%04x%04x\\%s", language[0], language[1], names[i]);
        if (VerQueryValueA(block, key, (void **)&text, &length))
            fprintf(file, "\n%s: %s", names[i], text);
    }
}

int main(int count, char **arguments)
{
    char path[MAX_PATH];
    if (count > 1 && strcmp(arguments[1], "wait") == 0)
        Sleep(INFINITE);
    GetModuleFileNameA(NULL, path, MAX_PATH);
    FILE *file = count > 1 ? fopen(arguments[1], "w") : NULL;
    if (file == NULL)
        return 1;
    fputs(path, file);
    tell_version(path, file);
    return fclose(file);
}
