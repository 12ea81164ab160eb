#!/usr/bin/env bash
# Packs the program for macOS: dmg.sh APP OUT.dmg [MORE...]. MORE is what else the image shows, such as licences.
# `python3 installer/build.py dmg` calls it, after PyInstaller.
#
# The environment says who signs; without it the image is not signed, and macOS asks each user before the first start:
#   FIRSTREAD_CODESIGN_IDENTITY  such as "Developer ID Application: Our Hospital (ABCDE12345)"; PyInstaller has signed
#                                the program itself with it
#   FIRSTREAD_NOTARY_PROFILE     a profile that `xcrun notarytool store-credentials` made: the image is then sent to
#                                Apple, and what Apple answers is stapled to it
set -euo pipefail

if [[ $# -lt 2 ]]; then
    echo "usage: dmg.sh APP OUT.dmg [MORE...]" >&2
    exit 2
fi
app=$1
out=$2
shift 2
identity=${FIRSTREAD_CODESIGN_IDENTITY:-}
profile=${FIRSTREAD_NOTARY_PROFILE:-}

if [[ ! -d $app/Contents/MacOS ]]; then
    echo "$app is no program of macOS." >&2
    exit 1
fi
if [[ -n $profile && -z $identity ]]; then
    echo "Apple notarizes only what is signed: set FIRSTREAD_CODESIGN_IDENTITY as well." >&2
    exit 1
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [[ -n $identity ]]; then
    codesign --verify --deep --strict "$app"
fi
ditto "$app" "$folder/Firstread.app"
for more in "$@"; do
    ditto "$more" "$folder/$(basename "$more")"
done
ln -s /Applications "$folder/Applications"
rm -f "$out"
hdiutil create -quiet -volname Firstread -srcfolder "$folder" -fs HFS+ -format UDZO "$out"
if [[ -n $identity ]]; then
    codesign --sign "$identity" --timestamp "$out"
else
    echo "Not signed, because FIRSTREAD_CODESIGN_IDENTITY is not set: $out"
fi
if [[ -n $profile ]]; then
    xcrun notarytool submit "$out" --keychain-profile "$profile" --wait
    xcrun stapler staple "$out"
    spctl --assess --type open --context context:primary-signature "$out"
fi
