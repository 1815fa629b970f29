; The Windows installer: for one user, without administrator rights.
;
;   makensis -DVERSION=1.2.3 -DPAYLOAD=<the built folder> -DOUTPUT=<setup.exe> installer.nsi
;
;   setup.exe /S              installs without a window; exit status 0, or 2 where it could not
;   setup.exe /S /OPENATLOGIN the app opens when this user signs in
;   setup.exe /S /D=C:\place  another directory (last on the line, without quotes)
;   uninstall.exe /S              removes the app and keeps conversations and settings
;   uninstall.exe /S /DELETEDATA  removes those too

!ifndef VERSION | PAYLOAD | OUTPUT
  !error "Give -DVERSION=, -DPAYLOAD= and -DOUTPUT=; see the head of this file."
!endif

Unicode true
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define APP "Strakly Desktop"
!define PROGRAM "strakly-desktop.exe"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\StraklyDesktop"
; Where the app keeps conversations, settings and logs (platformdirs).
!define USER_DATA "$LOCALAPPDATA\strakly-desktop"

Name "${APP}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
; An upgrade goes where the app already is.
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${APP} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

; Windows wants four plain numbers: 1.2.3rc1 becomes 1.2.3.0.
!searchparse "${VERSION}" "" MAJOR "." MINOR "." PATCH
!define /redef /math PATCH "${PATCH}" + 0
VIProductVersion "${MAJOR}.${MINOR}.${PATCH}.0"
VIAddVersionKey ProductName "${APP}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${APP} setup"
VIAddVersionKey LegalCopyright "MIT licence, the Strakly Desktop contributors"

!define MUI_ICON "..\..\resources\icons\app\strakly.ico"
!define MUI_UNICON "..\..\resources\icons\app\strakly.ico"
; The app's icon on its green, instead of NSIS' own picture.
!define MUI_WELCOMEFINISHPAGE_BITMAP "finish.bmp"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "It is installed for you alone and needs no administrator."
!define MUI_COMPONENTSPAGE_TEXT_COMPLIST "What to set up:"
!define MUI_PAGE_HEADER_TEXT "Install ${APP}"
!define MUI_PAGE_HEADER_SUBTEXT "The Strakly assistant on your front desk."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows lets nobody write to a program that runs; neither an upgrade nor a removal may leave half of it.
!macro WAIT_UNTIL_CLOSED
  ${DoWhile} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${APP} is open. Close it, then choose Retry." \
      /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIf} ${IsNativeIA32}
    MessageBox MB_OK|MB_ICONSTOP "${APP} needs a 64-bit Windows 10 or newer." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro WAIT_UNTIL_CLOSED
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/OPENATLOGIN" $1
  ${IfNot} ${Errors}
    SectionSetFlags 1 ${SF_SELECTED}
  ${EndIf}
FunctionEnd

Section "${APP}"
  SectionIn RO
  ; Unpacked beside the old files first: a full disk ends the installation here, and the old app still starts.
  RMDir /r "$INSTDIR\.new"
  SetOutPath "$INSTDIR\.new"
  File /r "${PAYLOAD}\*"
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  ClearErrors
  Rename "$INSTDIR\.new\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\.new\${PROGRAM}" "$INSTDIR\${PROGRAM}"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort "The files of the old ${APP} are in use. Restart the computer and install again."
  ${EndIf}
  RMDir "$INSTDIR\.new"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Strakly Desktop contributors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

; Not chosen, it leaves alone what the user set in the app.
Section /o "Open when I sign in to Windows"
  WriteRegStr HKCU "${RUN_KEY}" "${APP}" '"$INSTDIR\${PROGRAM}"'
SectionEnd

Function .onInstFailed
  RMDir /r "$INSTDIR\.new"
FunctionEnd

Function un.onInit
  !insertmacro WAIT_UNTIL_CLOSED
FunctionEnd

Section "un.${APP}"
  ; By name, never all of $INSTDIR: it may be a directory that holds other things.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${APP}.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "${APP}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"

  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${If} ${Errors}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 \
      "Delete your conversations and settings as well? They cannot be brought back." /SD IDNO IDNO done
  ${EndIf}
  RMDir /r "${USER_DATA}"
  done:
SectionEnd
