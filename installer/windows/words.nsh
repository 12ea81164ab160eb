; What the installer says, in the languages of the program.

LangString WELCOME ${LANG_ENGLISH} "Firstread is a reading-room worklist that puts probable intracranial hemorrhage first.$\r$\n$\r$\nResearch software, not a medical device. It is not cleared or certified anywhere and must not be used in the care of patients."
LangString WELCOME ${LANG_GERMAN} "Firstread ist eine Arbeitsliste für die Befundung, die wahrscheinliche Hirnblutungen voranstellt.$\r$\n$\r$\nForschungssoftware, kein Medizinprodukt. Sie ist nirgends zugelassen oder zertifiziert und darf nicht für die Versorgung von Patienten benutzt werden."
LangString WELCOME ${LANG_FRENCH} "Firstread est une liste de travail pour la lecture qui place en tête les hémorragies intracrâniennes probables.$\r$\n$\r$\nLogiciel de recherche, pas un dispositif médical. Il n'est autorisé ni certifié nulle part et ne doit pas servir aux soins des patients."
LangString WELCOME ${LANG_SPANISH} "Firstread es una lista de trabajo para la sala de lectura que pone primero la probable hemorragia intracraneal.$\r$\n$\r$\nSoftware de investigación, no es un producto sanitario. No está autorizado ni certificado en ningún lugar y no debe usarse en la atención de pacientes."

LangString TOO_OLD ${LANG_ENGLISH} "Firstread needs 64-bit Windows 10 or later."
LangString TOO_OLD ${LANG_GERMAN} "Firstread braucht Windows 10 oder neuer mit 64 Bit."
LangString TOO_OLD ${LANG_FRENCH} "Firstread nécessite Windows 10 ou ultérieur, en 64 bits."
LangString TOO_OLD ${LANG_SPANISH} "Firstread necesita Windows 10 o posterior de 64 bits."

LangString RUNNING ${LANG_ENGLISH} "Firstread is running. Close it (also its icon in the tray), then try again."
LangString RUNNING ${LANG_GERMAN} "Firstread läuft. Beenden Sie es (auch sein Symbol im Infobereich) und versuchen Sie es noch einmal."
LangString RUNNING ${LANG_FRENCH} "Firstread est en cours d'exécution. Fermez-le (ainsi que son icône dans la zone de notification), puis réessayez."
LangString RUNNING ${LANG_SPANISH} "Firstread está en ejecución. Ciérrelo (también su icono en el área de notificación) y vuelva a intentarlo."

LangString NOT_EMPTY ${LANG_ENGLISH} "$INSTDIR holds other files. Choose an empty folder, or one below it."
LangString NOT_EMPTY ${LANG_GERMAN} "In $INSTDIR sind andere Dateien. Wählen Sie einen leeren Ordner oder einen darunter."
LangString NOT_EMPTY ${LANG_FRENCH} "$INSTDIR contient d'autres fichiers. Choisissez un dossier vide ou un sous-dossier."
LangString NOT_EMPTY ${LANG_SPANISH} "$INSTDIR contiene otros archivos. Elija una carpeta vacía o una subcarpeta."

LangString CANNOT_WRITE ${LANG_ENGLISH} "Not all files could be written to $INSTDIR. Make room there, or choose another folder, and install again."
LangString CANNOT_WRITE ${LANG_GERMAN} "Nicht alle Dateien konnten nach $INSTDIR geschrieben werden. Schaffen Sie dort Platz oder wählen Sie einen anderen Ordner, und installieren Sie noch einmal."
LangString CANNOT_WRITE ${LANG_FRENCH} "Tous les fichiers n'ont pas pu être écrits dans $INSTDIR. Libérez de la place ou choisissez un autre dossier, puis réinstallez."
LangString CANNOT_WRITE ${LANG_SPANISH} "No se pudieron escribir todos los archivos en $INSTDIR. Libere espacio o elija otra carpeta e instale de nuevo."

LangString POLICY_ONE_USER ${LANG_ENGLISH} "A policy is for all users of a computer: /POLICY needs an administrator and /AllUsers."
LangString POLICY_ONE_USER ${LANG_GERMAN} "Eine Richtlinie gilt für alle Benutzer eines Rechners: /POLICY braucht einen Administrator und /AllUsers."
LangString POLICY_ONE_USER ${LANG_FRENCH} "Une stratégie vaut pour tous les utilisateurs d'un ordinateur : /POLICY exige un administrateur et /AllUsers."
LangString POLICY_ONE_USER ${LANG_SPANISH} "Una directiva vale para todos los usuarios de un equipo: /POLICY necesita un administrador y /AllUsers."

LangString POLICY_MISSING ${LANG_ENGLISH} "The policy file $Policy cannot be read or copied."
LangString POLICY_MISSING ${LANG_GERMAN} "Die Richtliniendatei $Policy kann nicht gelesen oder kopiert werden."
LangString POLICY_MISSING ${LANG_FRENCH} "Le fichier de stratégie $Policy ne peut pas être lu ou copié."
LangString POLICY_MISSING ${LANG_SPANISH} "El archivo de directiva $Policy no se puede leer o copiar."

LangString POLICY_PLANTED ${LANG_ENGLISH} "$0 was not made by an administrator and would hold for all users. Look at it, remove it, and install again."
LangString POLICY_PLANTED ${LANG_GERMAN} "$0 stammt von keinem Administrator und würde für alle Benutzer gelten. Sehen Sie es an, entfernen Sie es und installieren Sie noch einmal."
LangString POLICY_PLANTED ${LANG_FRENCH} "$0 n'a pas été créé par un administrateur et vaudrait pour tous les utilisateurs. Examinez-le, supprimez-le, puis réinstallez."
LangString POLICY_PLANTED ${LANG_SPANISH} "$0 no fue creado por un administrador y valdría para todos los usuarios. Examínelo, elimínelo e instale de nuevo."

LangString AUTOSTART ${LANG_ENGLISH} "Start with Windows"
LangString AUTOSTART ${LANG_GERMAN} "Mit Windows starten"
LangString AUTOSTART ${LANG_FRENCH} "Démarrer avec Windows"
LangString AUTOSTART ${LANG_SPANISH} "Iniciar con Windows"

LangString ABOUT_PROGRAM ${LANG_ENGLISH} "The worklist and the detector."
LangString ABOUT_PROGRAM ${LANG_GERMAN} "Die Arbeitsliste und der Detektor."
LangString ABOUT_PROGRAM ${LANG_FRENCH} "La liste de travail et le détecteur."
LangString ABOUT_PROGRAM ${LANG_SPANISH} "La lista de trabajo y el detector."

LangString ABOUT_AUTOSTART ${LANG_ENGLISH} "Start in the tray when a user signs in."
LangString ABOUT_AUTOSTART ${LANG_GERMAN} "Bei der Anmeldung im Infobereich starten."
LangString ABOUT_AUTOSTART ${LANG_FRENCH} "Démarrer dans la zone de notification à l'ouverture de session."
LangString ABOUT_AUTOSTART ${LANG_SPANISH} "Iniciar en el área de notificación al iniciar sesión."
