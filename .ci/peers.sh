#!/usr/bin/env bash
# Times engross against other ways to print the same agreement: whole processes,
# from a cold start, the median of several runs. What engross is timed at
# includes loading the library and the term sheet and assembling the agreement;
# the others start from the finished Markdown, HTML or DOCX.
#
#	.ci/peers.sh [term sheet] [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
sheet=${1:-testdata/examples/bilateral-semiconductor.json}
runs=${2:-5}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/engross" ./cmd/engross

# median COMMAND...: the median wall-clock time in tenths of a millisecond.
median() {
	for _ in $(seq "$runs"); do
		local from to
		from=$(date +%s%N)
		"$@" >"$dir/log" 2>&1 || return 1
		to=$(date +%s%N)
		echo $(((to - from) / 100000))
	done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

pages() {
	if command -v pdfinfo >/dev/null && [ -f "$1" ]; then
		pdfinfo "$1" | sed -n 's/^Pages: *//p'
	else
		echo "?"
	fi
}

row() { printf '%-34s %10s %8s %7s\n' "$@"; }

# peer NAME PROGRAMS OUTPUT COMMAND...: one line of the table.
peer() {
	local name=$1 programs=$2 output=$3 time
	shift 3
	for p in $programs; do
		if ! command -v "$p" >/dev/null; then
			row "$name" "not installed" "" ""
			return
		fi
	done
	if ! time=$(median "$@") || [ -z "$time" ]; then
		row "$name" "failed" "" ""
		sed 's/^/    /' "$dir/log" | tail -3
		return
	fi
	row "$name" "$((time / 10)) ms" "$((time * 10 / ours / 10)).$((time * 10 / ours % 10))x" "$(pages "$output")"
}

ours=$(median "$dir/engross" draft "$sheet" --to "$dir/out" --force)
"$dir/engross" draft "$sheet" --to "$dir/out" --force --html >"$dir/log"
md=$(find "$dir/out" -name '*.md' | head -1)
pdf=$(find "$dir/out" -name '*.pdf' | head -1)
html=$(find "$dir/out" -name '*.html' | head -1) docx="$dir/agreement.docx"
if command -v pandoc >/dev/null; then
	pandoc "$md" -o "$docx"
fi
chrome=$(command -v chromium || command -v chromium-browser || command -v google-chrome || echo chromium)

row "$(basename "$sheet"), $runs runs" "median" "ratio" "pages"
row "engross draft (Markdown and PDF)" "$((ours / 10)) ms" "1.0x" "$(pages "$pdf")"
peer "pandoc + xelatex" "pandoc xelatex" "$dir/1.pdf" pandoc "$md" --toc --pdf-engine=xelatex -o "$dir/1.pdf"
peer "pandoc + weasyprint" "pandoc weasyprint" "$dir/2.pdf" pandoc "$md" --toc --pdf-engine=weasyprint -o "$dir/2.pdf"
peer "pandoc + typst" "pandoc typst" "$dir/3.pdf" pandoc "$md" --toc --pdf-engine=typst -o "$dir/3.pdf"
peer "weasyprint, from HTML" "weasyprint" "$dir/6.pdf" weasyprint "$html" "$dir/6.pdf"
peer "chromium, from HTML" "$chrome" "$dir/4.pdf" "$chrome" --headless --no-sandbox --disable-gpu "--print-to-pdf=$dir/4.pdf" "file://$html"
peer "LibreOffice, from DOCX" "pandoc soffice" "$dir/agreement.pdf" soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to pdf --outdir "$dir" "$docx"

# The same agreement as a Word file, and read back: what engross takes includes loading
# the library and making the agreement, and for reading, making it again to compare.
ours=$(median "$dir/engross" draft "$sheet" --to "$dir/word" --formats docx --force)
sent=$(find "$dir/word" -name '*.docx' | head -1)
echo
row "as a Word file" "median" "ratio" ""
row "engross draft (Word)" "$((ours / 10)) ms" "1.0x" ""
peer "pandoc, from Markdown" "pandoc" "" pandoc "$md" --toc -o "$dir/pandoc.docx"
peer "LibreOffice, from HTML" "soffice" "" soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to "docx:MS Word 2007 XML" --outdir "$dir/lo" "$html"
ours=$(median "$dir/engross" diff "$sheet" "$sent")
row "engross diff (reads and compares)" "$((ours / 10)) ms" "1.0x" ""
peer "pandoc, to Markdown" "pandoc" "" pandoc --track-changes=all "$sent" -t markdown -o "$dir/back.md"
peer "LibreOffice, to text" "soffice" "" soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to txt:Text --outdir "$dir/lo" "$sent"
