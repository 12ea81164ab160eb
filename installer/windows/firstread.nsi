; The installer for Windows. `python3 installer/build.py nsis` compiles it, with these definitions:
;   VERSION       the project's, such as 0.1.0           VERSION4  the same with four numbers
;   PROGRAM       the program as a folder                SIZE_KB   its size
;   OUT           the installer to write                 LICENSE   the text to show
;   STUB          x86-unicode (runs everywhere) or amd64-unicode (makensis of Debian has it)
;   SIGN          a command that signs the file whose name follows it; nothing is signed without it
;
; Options, on the command line:
;   /S            no window                              /D=FOLDER where to install; has to come last, without quotes
;   /AllUsers     for everybody on this computer: needs an administrator, and is their default
;   /CurrentUser  for this user alone: needs none
;   /AUTOSTART    start with Windows, in the tray        /NOAUTOSTART not (any more)
;   /POLICY=FILE  what no user may change: goes to %ProgramData%\Firstread\policy.toml; only with /AllUsers
; Exit status: 0 installed, 1 cancelled, 2 Windows is too old or the rights are missing, 3 Firstread is running,
;   4 the folder has other files in it or cannot be written, 5 the policy cannot be used, or a user made one before.

Unicode true
Target ${STUB}
ManifestDPIAware true
SetCompressor /SOLID lzma
SetDateSave on

; Makensis of Windows takes a folder apart at backslashes only, the others at slashes only.
!ifdef NSIS_WIN32_MAKENSIS
  !define SLASH "\"
!else
  !define SLASH "/"
!endif
!define NAME "Firstread"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Firstread"
!define PROGRAM_KEY "Software\Firstread"
!define CLASSES "Software\Classes"
!define KIND "Firstread.DICOM" ; what Windows calls a DICOM file that Firstread opens
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
; For one user that is %LOCALAPPDATA%\Programs\Firstread: not %LOCALAPPDATA%\firstread, where settings and journal are.
!define MULTIUSER_INSTALLMODE_INSTDIR "Firstread"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${PROGRAM_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${PROGRAM_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_FUNCTION GivenFolder

!include MUI2.nsh
!include MultiUser.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include LogicLib.nsh

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
VIProductVersion "${VERSION4}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} Setup"
VIAddVersionKey CompanyName "The Firstread authors"
VIAddVersionKey LegalCopyright "The Firstread authors, Apache License 2.0"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif

Var Given ; the folder of /D=
Var Policy ; the file of /POLICY=

!define MUI_ICON "${PROGRAM}${SLASH}icons${SLASH}firstread.ico"
!define MUI_UNICON "${PROGRAM}${SLASH}icons${SLASH}firstread.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${NSISDIR}${SLASH}Contrib${SLASH}Graphics${SLASH}Wizard${SLASH}nsis3-metro.bmp"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\firstread.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE FolderChosen
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Spanish"
!include "words.nsh"

; ------------------------------------------------------------------------------------------------------ what is asked

!macro Fail STATUS TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${STATUS}
  Quit
!macroend

; Status 3 while one of the programs runs: Windows lets nobody write to it.
!macro NotRunning PROGRAM_FILE
  ${DoWhile} ${FileExists} "$INSTDIR\${PROGRAM_FILE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM_FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} 'MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL'
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${Loop}
!macroend

Function .onInit
  ${If} ${IsNativeIA32}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Fail 2 "$(TOO_OLD)"
  ${EndIf}
  SetRegView 64
  StrCpy $Given $INSTDIR ; what MultiUser chooses would replace it
  SetErrorLevel 2 ; MultiUser ends with it where rights are missing
  !insertmacro MULTIUSER_INIT
  SetErrorLevel -1
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/POLICY=" $1
  ${IfNot} ${Errors}
    ${If} $MultiUser.InstallMode != "AllUsers"
      !insertmacro Fail 5 "$(POLICY_ONE_USER)"
    ${EndIf}
    StrCpy $Policy $1
    GetFullPathName $0 $Policy ; nothing where there is no such file
    ${If} $0 == ""
      !insertmacro Fail 5 "$(POLICY_MISSING)"
    ${EndIf}
    StrCpy $Policy $0
  ${EndIf}
  Call ChooseAutostart
FunctionEnd

; Called by MultiUser when it knows for whom: a folder that was named goes before its choice.
Function GivenFolder
  ${If} $Given != ""
    StrCpy $INSTDIR $Given
  ${EndIf}
FunctionEnd

; Whether the folder is empty, or holds this program; else nothing may be put there, for it will be removed again.
Function FolderChosen
  Push $0
  Push $1
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\uninstall.exe"
    FindFirst $0 $1 "$INSTDIR\*.*"
    ${DoWhile} $1 != ""
      ${If} $1 != "."
      ${AndIf} $1 != ".."
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(NOT_EMPTY)" /SD IDOK
        FindClose $0
        SetErrorLevel 4
        Abort
      ${EndIf}
      FindNext $0 $1
    ${Loop}
    FindClose $0
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

; --------------------------------------------------------------------------------------------------- what is installed

!macro RemoveProgram
  Delete "$INSTDIR\firstread.exe"
  Delete "$INSTDIR\firstread-console.exe"
  Delete "$INSTDIR\firstread-detector.exe"
  Delete "$INSTDIR\sbom.json"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\icons"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\uninstall.exe"
!macroend

; Status 5 where a file or folder that counts as the administrators' is not.
!macro ForAdministratorsAlone FILE
  StrCpy $0 "${FILE}"
  Call SecureForAdministrators
  ${If} $1 = 0
    !insertmacro Fail 5 "$(POLICY_PLANTED)"
  ${EndIf}
!macroend

Section "!Firstread" SecProgram
  SectionIn RO
  Call FolderChosen
  !insertmacro NotRunning firstread.exe
  !insertmacro NotRunning firstread-console.exe
  !insertmacro NotRunning firstread-detector.exe
  ${If} $MultiUser.InstallMode == "AllUsers"
    Call MakePolicyFolder
  ${EndIf}
  !insertmacro RemoveProgram ; of the version before
  SetOutPath "$INSTDIR"
  ClearErrors
  WriteUninstaller "$INSTDIR\uninstall.exe" ; first: what a broken installation left can be removed
  File /r "${PROGRAM}${SLASH}*"
  ${If} ${Errors}
    !insertmacro Fail 4 "$(CANNOT_WRITE)"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\firstread.exe"
  ; "Open with": offered for DICOM files, beside whatever program the users have for them.
  WriteRegStr SHCTX "${CLASSES}\${KIND}" "" "DICOM"
  WriteRegStr SHCTX "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\firstread.exe,0"
  WriteRegStr SHCTX "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\firstread.exe" "%1"'
  WriteRegStr SHCTX "${CLASSES}\.dcm\OpenWithProgids" "${KIND}" ""
  ${RefreshShellIcons}
  WriteRegStr SHCTX "${PROGRAM_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${PROGRAM_KEY}" "Version" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\firstread.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "The Firstread authors"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${If} $Policy != ""
    Call CopyPolicy
  ${EndIf}
  SetErrorLevel 0
SectionEnd

Section /o "$(AUTOSTART)" SecAutostart
  WriteRegStr SHCTX "${RUN_KEY}" "${NAME}" '"$INSTDIR\firstread.exe" --background'
SectionEnd

Section -NoAutostart
  ${IfNot} ${SectionIsSelected} ${SecAutostart}
    DeleteRegValue SHCTX "${RUN_KEY}" "${NAME}"
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SecProgram} "$(ABOUT_PROGRAM)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SecAutostart} "$(ABOUT_AUTOSTART)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; As the command line says; else as it is now.
Function ChooseAutostart
  ReadRegStr $1 SHCTX "${RUN_KEY}" "${NAME}"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AUTOSTART" $2
  ${IfNot} ${Errors}
    StrCpy $1 "yes"
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/NOAUTOSTART" $2
  ${IfNot} ${Errors}
    StrCpy $1 ""
  ${EndIf}
  ${If} $1 != ""
    !insertmacro SelectSection ${SecAutostart}
  ${EndIf}
FunctionEnd

; Makes the folder of the policy. A user may have made one, or a policy in it, before: what administrators allow would be
; that user's choice. Status 5 where it is so, for what else lies there only somebody who looks at it can say.
Function MakePolicyFolder
  CreateDirectory "$APPDATA\${NAME}" ; for all users that is %ProgramData%
  !insertmacro ForAdministratorsAlone "$APPDATA\${NAME}"
  ${If} $Policy == ""
  ${AndIf} ${FileExists} "$APPDATA\${NAME}\policy.toml"
    !insertmacro ForAdministratorsAlone "$APPDATA\${NAME}\policy.toml"
  ${EndIf}
FunctionEnd

; Copies the policy of /POLICY=, anew: a file that is replaced keeps its owner, and who may write to it.
Function CopyPolicy
  InitPluginsDir
  ClearErrors
  CopyFiles /SILENT "$Policy" "$PLUGINSDIR\policy.toml" ; it may be the very file
  ${IfNot} ${Errors}
    Delete "$APPDATA\${NAME}\policy.toml"
    CopyFiles /SILENT "$PLUGINSDIR\policy.toml" "$APPDATA\${NAME}\policy.toml"
  ${EndIf}
  ${If} ${Errors}
    !insertmacro Fail 5 "$(POLICY_MISSING)"
  ${EndIf}
  !insertmacro ForAdministratorsAlone "$APPDATA\${NAME}\policy.toml"
  WriteRegDWORD SHCTX "${PROGRAM_KEY}" "PolicyInstalled" 1
FunctionEnd

; Has administrators alone write to the file or folder $0; $1 is 1 where that was done, and 0 where it belongs to somebody
; else or leads to another place. All by one handle, so that nobody puts another thing in its place meanwhile.
Function SecureForAdministrators
  StrCpy $1 0
  ; READ_CONTROL, WRITE_DAC, WRITE_OWNER; others may read and write, not rename; a junction itself, not where it leads
  System::Call 'kernel32::CreateFileW(w r0, i 0xE0000, i 3, p 0, i 3, i 0x2200000, p 0) p.r2'
  ${If} $2 P= -1
    Return
  ${EndIf}
  StrCpy $5 0x400
  System::Call '*(&i52) p.r3' ; BY_HANDLE_FILE_INFORMATION begins with the attributes
  System::Call 'kernel32::GetFileInformationByHandle(p r2, p r3) i.r4'
  ${If} $4 <> 0
    System::Call '*$3(i .r5)'
  ${EndIf}
  System::Free $3
  IntOp $5 $5 & 0x400 ; FILE_ATTRIBUTE_REPARSE_POINT
  System::Call 'advapi32::GetSecurityInfo(p r2, i 1, i 1, *p .r3, p 0, p 0, p 0, *p .r6) i.r4' ; the owner
  ${If} $4 = 0
    System::Call 'advapi32::IsWellKnownSid(p r3, i 22) i.r4' ; the system
    ${If} $4 = 0
      System::Call 'advapi32::IsWellKnownSid(p r3, i 26) i.r4' ; the administrators
    ${EndIf}
    ${If} $4 = 0 ; or the one of them who installs
      System::Call 'advapi32::OpenProcessToken(p -1, i 8, *p .r7)'
      System::Call '*(&i256) p.r8'
      System::Call 'advapi32::GetTokenInformation(p r7, i 1, p r8, i 256, *i) i.r4' ; TokenUser
      ${If} $4 <> 0
        System::Call '*$8(p .r4)'
        System::Call 'advapi32::EqualSid(p r3, p r4) i.r4'
      ${EndIf}
      System::Free $8
      System::Call 'kernel32::CloseHandle(p r7)'
    ${EndIf}
    System::Call 'kernel32::LocalFree(p r6)'
    ${If} $4 <> 0
    ${AndIf} $5 = 0
      StrCpy $3 "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)" ; users read
      System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w r3, i 1, *p .r6, p 0) i.r4'
      ${If} $4 <> 0
        System::Call 'advapi32::SetKernelObjectSecurity(p r2, i 0x80000005, p r6) i.r1' ; owner, and rights as they are
        System::Call 'kernel32::LocalFree(p r6)'
      ${EndIf}
    ${EndIf}
  ${EndIf}
  System::Call 'kernel32::CloseHandle(p r2)'
FunctionEnd

; ---------------------------------------------------------------------------------------------------- what is removed

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section Uninstall
  !insertmacro NotRunning firstread.exe
  !insertmacro NotRunning firstread-console.exe
  !insertmacro NotRunning firstread-detector.exe
  ; Settings, journal, images and logs are the users' own, in %LOCALAPPDATA%\firstread, and stay.
  !insertmacro RemoveProgram
  RMDir "$INSTDIR" ; stays if somebody put something else there
  Delete "$SMPROGRAMS\${NAME}.lnk"
  ReadRegDWORD $0 SHCTX "${PROGRAM_KEY}" "PolicyInstalled"
  ${If} $0 = 1
    Delete "$APPDATA\${NAME}\policy.toml" ; one that did not come with the installer stays
  ${EndIf}
  ${If} $MultiUser.InstallMode == "AllUsers"
    RMDir "$APPDATA\${NAME}"
  ${EndIf}
  DeleteRegValue SHCTX "${RUN_KEY}" "${NAME}"
  DeleteRegKey SHCTX "${CLASSES}\${KIND}"
  DeleteRegValue SHCTX "${CLASSES}\.dcm\OpenWithProgids" "${KIND}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.dcm\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.dcm" ; other programs' entries stay
  ${RefreshShellIcons}
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${PROGRAM_KEY}"
SectionEnd
