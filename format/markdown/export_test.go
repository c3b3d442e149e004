package markdown

import "github.com/engross/engross/agreement"

// ReadWithMap is [Read] and says where in src each part of the document stands.
func ReadWithMap(filename string, src []byte) (*agreement.Document, *SourceMap, error) {
	r, doc, err := read(filename, src)
	if err != nil {
		return nil, nil, err
	}
	return doc, r.sourceMap(), nil
}

// A SourceMap says where in its file each part of a document that was read
// stands. Head, the spans of all blocks in reading order, and Tail cover the
// file without gap or overlap. Within the span of a block, what is not in the
// span of its label or of one of its inlines is mark-up or white space.
type SourceMap struct {
	Source []byte
	Head   Span // the title and the facts under it
	Tail   Span // notice, digest and record

	blocks  map[agreement.Block]Span
	labels  map[*agreement.Clause]Span
	rows    map[agreement.Block][]Span
	inlines map[agreement.Inline]origin
}

// sourceMap makes the spans of the blocks cover the file.
func (r *reader) sourceMap() *SourceMap {
	m := &SourceMap{Source: r.src, Tail: Span{r.tail, len(r.src)}, blocks: map[agreement.Block]Span{},
		labels: r.labels, rows: r.rows, inlines: r.origins}
	end := r.tail
	for i := len(r.blocks) - 1; i >= 0; i-- {
		b := r.blocks[i]
		m.blocks[b.block] = Span{b.start, end}
		if rows := m.rows[b.block]; len(rows) > 0 {
			rows[len(rows)-1].End = end
			if _, ok := b.block.(*agreement.Table); ok {
				rows[0].Start = b.start
			}
		}
		end = b.start
	}
	m.Head = Span{0, end}
	return m
}

// Block is the span of b. That of a clause holds its label and heading alone;
// the blocks in it have spans of their own, which follow.
func (m *SourceMap) Block(b agreement.Block) Span { return m.blocks[b] }

// Label is the span of the label of c; it is empty where c has none.
func (m *SourceMap) Label(c *agreement.Clause) Span { return m.labels[c] }

// Rows is the spans of the rows of a table, its head first, or of the
// signatories of a signature page. They cover the span of the block, but for
// the words before the signatories.
func (m *SourceMap) Rows(b agreement.Block) []Span { return m.rows[b] }

// Inline is the span of x, mark-up inside it included.
func (m *SourceMap) Inline(x agreement.Inline) Span { return m.inlines[x].span }

// Offset is where in the file the byte i of the words of x stands, words as
// [agreement.Words] gives them. For i at their end it is the end of x.
func (m *SourceMap) Offset(x agreement.Inline, i int) int { return m.inlines[x].offset(i) }
