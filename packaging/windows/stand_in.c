/* Stands in for strakly-desktop.exe where the installer is proven: the real one can only be built on Windows.
   Writes its own path to the file that the first argument names; with "wait" it stays open. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

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
    return fclose(file);
}
