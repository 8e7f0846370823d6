#!/usr/bin/env bash
# Makes the papers of this folder again from sources/; README.md names the programs.
set -euo pipefail
cd "$(dirname "$0")"

chromium_pdf() {
  chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
    --print-to-pdf="$2" "file://$PWD/$1" 2>/dev/null
}
writer_pdf() {
  soffice --headless --convert-to pdf --outdir . "$1" >/dev/null
}

chromium_pdf sources/01-flash-report.html 01-flash-report.pdf
writer_pdf sources/02-two-columns.fodt
pdflatex -interaction=batchmode -jobname=03-lead-and-footnote sources/03-lead-and-footnote.tex >/dev/null
rm -f 03-lead-and-footnote.aux 03-lead-and-footnote.log
weasyprint sources/04-running-heads.html 04-running-heads.pdf
chromium_pdf sources/05-arabic.html 05-arabic.pdf
writer_pdf sources/06-arabic-two-columns.fodt
/usr/bin/python3 ../draw_qt.py sources/07-mixed.html 07-mixed.pdf
groff -k -Tpdf -P-p36c,9.2c sources/08-hyphenation.groff >08-hyphenation.pdf
scratch=$(mktemp -d)
chromium_pdf sources/09-scan.html "$scratch/scan.pdf"
pdftoppm -mono -tiff -r 150 "$scratch/scan.pdf" "$scratch/scan"
tiff2pdf -o 09-scan.pdf "$scratch/scan-1.tif"
writer_pdf sources/10-bulletin-table.fodt
/usr/bin/python3 ../draw_reportlab.py sources/11-newsletter.txt 11-newsletter.pdf 3 \
  /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf
groff -k -Tps sources/12-old-print.groff >"$scratch/old.ps"
ps2pdf -dCompatibilityLevel=1.2 -dEmbedAllFonts=false -dCompressPages=false \
  -sPAPERSIZE=a4 "$scratch/old.ps" 12-old-print.pdf
rm -r "$scratch"
