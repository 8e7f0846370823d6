#!/usr/bin/env bash
# Makes the papers of this folder again from sources/; README.md names the programs.
set -euo pipefail
cd "$(dirname "$0")"

/usr/bin/python3 ../draw_reportlab.py sources/01-two-columns.txt 01-two-columns.pdf 2
xelatex -interaction=batchmode -jobname=02-arabic sources/02-arabic.tex >/dev/null
rm -f 02-arabic.aux 02-arabic.log
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
  --print-to-pdf=03-arabic-two-columns.pdf \
  "file://$PWD/sources/03-arabic-two-columns.html" 2>/dev/null
/usr/bin/python3 ../draw_cairo.py sources/04-mixed.txt 04-mixed.pdf "DejaVu Sans"
soffice --headless --convert-to pdf --outdir . sources/05-running-heads.fodt >/dev/null
pdflatex -interaction=batchmode -jobname=06-hyphenation sources/06-hyphenation.tex >/dev/null
rm -f 06-hyphenation.aux 06-hyphenation.log
/usr/bin/python3 ../draw_qt.py sources/07-bulletin-table.html 07-bulletin-table.pdf
"${TYPST_PYTHON:-python3}" -c 'import typst; typst.compile("sources/08-newsletter.typ", output="08-newsletter.pdf")'
