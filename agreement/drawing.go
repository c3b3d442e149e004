package agreement

// A Drawing shows what a table says: who licenses whom, when things happen, what
// is paid. It says nothing that the table does not, so a printer that draws nothing
// leaves nothing out. It is black on white, and no meaning hangs on a colour.
//
// Lengths are in tenths of a point, from the upper left corner.
type Drawing struct {
	Title         string // above it
	Alt           string // what it shows, for who does not see it
	Width, Height int
	Shapes        []Shape // those that come later cover those that come first
}

// A Shape is one of [*Path] and [*Label].
type Shape interface{ shape() }

// A Path is straight lines from point to point.
type Path struct {
	Points []Point
	Closed bool // back to the first
	Fill   Fill // of a closed path
	Weight int  // of the line; 0 for none
	Dashed bool
}

// A Point is a place in a drawing.
type Point struct{ X, Y int }

// Fill is what is inside a closed path.
type Fill uint8

const (
	NoFill Fill = iota
	White
	Grey // light enough for words
	Black
)

// A Label is words on one line.
type Label struct {
	At     Point // of the baseline: where the words begin, their middle, or where they end
	Text   string
	Size   int
	Bold   bool
	Anchor Align // Left begins at At, Right ends there
}

func (*Path) shape()  {}
func (*Label) shape() {}
