package pdf

// A length is in thousandths of a point: whole numbers, so that a page is laid
// out alike on every machine.
type length = int

const (
	pt length = 1000
	mm length = 2835
)

// Paper is the size of the sheet.
type Paper uint8

const (
	A4     Paper = iota // 210 by 297 millimetres
	Letter              // 8½ by 11 inches
)

func (p Paper) size() (width, height length) {
	switch p {
	case A4:
		return 595276, 841890
	case Letter:
		return 612 * pt, 792 * pt
	}
	panic("render: no such paper")
}

// The page. A measure of 152 millimetres holds some 80 characters of body
// text, as many as a justified line reads well with.
const (
	titleDrop  = 62 * mm // above the title, on its page
	headerLine = 18 * mm // from the top of the sheet to the header's baseline
	footerLine = 16 * mm // from the bottom of the sheet to the footer's baseline
	markLine   = 11 * mm // from the right edge of the sheet to the draft mark
	markPitch  = 300     // room between its letters, in thousandths of its size
	changeBar  = 14 * pt // from the measure out to a redline's change bar
)

// margins are the room around the text of a page: to the top of the first line, and
// to the bottom of the last.
type margins struct{ left, right, top, bottom length }

var (
	agreementMargins = margins{27 * mm, 27 * mm, 27 * mm, 26 * mm}
	briefMargins     = margins{19 * mm, 19 * mm, 23 * mm, 21 * mm} // tables want width
)

// briefTop is where the first page of a brief paper begins, which has no header.
const briefTop = 16 * mm

// A type size with its leading, both lengths.
type textStyle struct {
	size, leading length
	face          faceID
	ink           ink // of words that have no ink of their own
}

var (
	bodyStyle     = textStyle{10500, 13500, regular, black}
	briefStyle    = textStyle{9500, 12500, regular, black}
	sectionStyle  = textStyle{11500, 15 * pt, bold, inkHouse}
	partStyle     = textStyle{13 * pt, 17 * pt, bold, inkHouse}
	scheduleStyle = textStyle{14 * pt, 18 * pt, bold, inkHouse}
	contentsStyle = textStyle{10 * pt, 13 * pt, regular, black}
	tableStyle    = textStyle{9 * pt, 11500, regular, black}
	tableHead     = textStyle{9 * pt, 11500, bold, black}
	tableSmall    = textStyle{8 * pt, 10250, regular, black}
	tableBrief    = textStyle{7600, 9600, regular, black}
	smallStyle    = textStyle{8 * pt, 10500, regular, black}
	noticeStyle   = textStyle{7 * pt, 9 * pt, italic, black}
	digestStyle   = textStyle{6500, 9 * pt, regular, black}
	markStyle     = textStyle{20 * pt, 24 * pt, bold, black}
	titleStyle    = textStyle{25 * pt, 31 * pt, bold, inkHouse}
	partyStyle    = textStyle{13 * pt, 18 * pt, bold, black}
	partySmall    = textStyle{10500, 15 * pt, bold, black}
	partyMany     = textStyle{9500, 12500, bold, black}
	betweenStyle  = textStyle{11 * pt, 16 * pt, italic, black}
	dateStyle     = textStyle{12 * pt, 17 * pt, regular, black}
)

// Space above what follows; none is left at the head of a page.
const (
	aboveParagraph = 5500
	aboveSection   = 15 * pt
	abovePart      = 27 * pt
	aboveTable     = 9 * pt
	aboveSchedule  = 30 * pt // on the page of the one before
	belowTable     = 6 * pt
	aboveBlock     = 18 * pt // of a signatory
)

// Indents of numbered provisions: a section and its sub-sections hang their
// labels at the margin; each level below steps in.
const (
	indentSection = 36 * pt
	indentStep    = 27 * pt
	labelGap      = 6 * pt
	deepest       = 7 // a provision below steps in no further
)

// labelIndent and textIndent say where the label and the words of a provision
// stand, from the left of the measure; sections are at depth 1.
func labelIndent(depth int) length {
	if depth <= 2 {
		return 0
	}
	return textIndent(depth - 1)
}

func textIndent(depth int) length {
	if depth <= 0 {
		return 0
	}
	return indentSection + max(min(depth, deepest)-2, 0)*indentStep
}

// Tables.
const (
	cellPadding   = 4 * pt // left and right
	turnedPadding = 2200   // of a column whose head is turned
	turnedLongest = 120 * pt
	cellAbove     = 2800
	cellBelow     = 2800
	cellBrief     = 2000 // above and below, in a brief paper
	ruleHeavy     = 700
	ruleLight     = 300
	cellMinimum   = 14 * pt // narrowest column that can be read
	figuresInset  = 7 * pt  // to the right of a column of figures
	towerLines    = 14      // a narrow cell of more lines is a tower
	tableEnds     = 3       // rows that stay together at the head and at the foot of a table,
	tableCompany  = 48 * pt // or fewer where they are so tall
	wholeTable    = 72 * mm // a table no taller is not cut
	blockColumns  = 2       // signature blocks side by side
	blockGap      = 28 * pt
	fieldLabel    = 46 * pt // room for "Signature" beside the rule
	fieldAbove    = 7 * pt
	sealRoom      = 50 * pt
	fieldHeight   = 16 * pt // of a field above its rule
)

// Stretch of the spaces between paragraphs, by which a page that ends short is
// brought down to its last line, and what little would go over is taken in.
const (
	pageStretch = 50 * pt
	gapStretch  = 5 * pt // the most that one space grows
	gapShrink   = 2 * pt // the most that one space shrinks

	fewLines    = 40 * pt // what does not stand on a page alone
	enoughLines = 80 * pt // what does
)

// An ink is the colour and the marking of words.
type ink uint8

const (
	black ink = iota
	grey
	pale
	faint
	inkHouse   // of titles and headings: that of the firm, or black
	white      // of what a drawing covers
	greyStruck // the old number of a reference, in a redline
	inkInserted
	inkDeleted
	inkMovedFrom
	inkMovedTo
)

// rgb is an ink as PDF colour components.
func (k ink) rgb() string {
	switch k {
	case black, inkHouse:
		return "0 0 0"
	case grey, greyStruck:
		return ".38 .38 .38"
	case pale:
		return ".72 .72 .72"
	case faint:
		return ".86 .86 .86"
	case white:
		return "1 1 1"
	case inkInserted:
		return ".05 .2 .75"
	case inkDeleted:
		return ".75 .07 .07"
	case inkMovedFrom, inkMovedTo:
		return ".03 .42 .16"
	}
	panic("render: no such ink")
}

// A redline must read in black and white too: what came in is underlined
// twice, what went is struck through.
func (k ink) struck() bool      { return k == inkDeleted || k == inkMovedFrom || k == greyStruck }
func (k ink) underlined() bool  { return k == inkInserted || k == inkMovedTo }
func (k ink) marksChange() bool { return k >= inkInserted }
