package drawing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Degree is how far a licence shuts others out.
type Degree uint8

const (
	Open      Degree = iota // non-exclusive
	Shared                  // co-exclusive
	Sole                    // the licensor and one licensee
	Exclusive               // one licensee alone
)

var degreeWords = [...]string{Open: "non-exclusive", Shared: "co-exclusive", Sole: "sole", Exclusive: "exclusive"}

func (d Degree) String() string { return degreeWords[d] }

// A Licence is one licence from one party to another, by their places among the
// parties.
type Licence struct {
	From, To int
	Name     string // as the agreement calls it: "g1"
	Degree   Degree
}

// mostLinked is how many parties are drawn with arrows between them.
const mostLinked = 6

// mostFolded is how many kinds of party a matrix shows.
const mostFolded = 12

// Grants draws who licenses whom: arrows between a few parties that stand differently,
// otherwise a matrix, in which parties that stand alike are one row. It is nil where there is nothing to
// draw, or too much.
func Grants(parties []string, licences []Licence) *agreement.Drawing {
	if len(parties) < 2 || len(licences) == 0 {
		return nil
	}
	alike := len(folds(flows(len(parties), licences))) <= len(parties)/2
	if len(parties) <= mostLinked && !(alike && len(parties) > 2) {
		return links(parties, licences)
	}
	return matrix(parties, licences)
}

// A flow is all that one party licenses to another.
type flow struct {
	names  []string
	degree Degree // the strongest
}

func (f flow) empty() bool { return len(f.names) == 0 }

// words names the licences of a flow, and how many there are beside the first ones.
func (f flow) words() string {
	const most = 4
	if n := len(f.names) - most; n > 1 {
		return strings.Join(f.names[:most], ", ") + fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(f.names, ", ")
}

func (f flow) same(g flow) bool { return f.degree == g.degree && slices.Equal(f.names, g.names) }

// flows are what each party licenses to each other, by licensor and licensee.
func flows(n int, licences []Licence) [][]flow {
	all := make([][]flow, n)
	for i := range all {
		all[i] = make([]flow, n)
	}
	for _, l := range licences {
		f := &all[l.From][l.To]
		f.names, f.degree = append(f.names, l.Name), max(f.degree, l.Degree)
	}
	return all
}

// described says who licenses what to whom, for the ear.
func described(parties []string, all [][]flow) string {
	var list []string
	for i, row := range all {
		for j, f := range row {
			if !f.empty() {
				list = append(list, fmt.Sprintf("%s to %s: %s, %s", parties[i], parties[j], f.words(), f.degree))
			}
		}
	}
	return "Who licenses whom. " + strings.Join(list, "; ") + "."
}

// seats are where up to six parties stand, in thousandths of the drawing.
var seats = [][]agreement.Point{
	2: {{X: 160, Y: 500}, {X: 840, Y: 500}},
	3: {{X: 160, Y: 830}, {X: 500, Y: 160}, {X: 840, Y: 830}},
	4: {{X: 160, Y: 160}, {X: 840, Y: 160}, {X: 840, Y: 840}, {X: 160, Y: 840}},
	5: {{X: 500, Y: 110}, {X: 850, Y: 400}, {X: 720, Y: 890}, {X: 280, Y: 890}, {X: 150, Y: 400}},
	6: {{X: 280, Y: 110}, {X: 720, Y: 110}, {X: 850, Y: 500}, {X: 720, Y: 890}, {X: 280, Y: 890}, {X: 150, Y: 500}},
}

const (
	nodeWidth  = 1150
	nodeHeight = 300
	lane       = 80 // between the arrows of two directions
)

// links draws parties as boxes and what they license as arrows.
func links(parties []string, licences []Licence) *agreement.Drawing {
	n := len(parties)
	height := []int{2: 620, 3: 1500, 4: 1700, 5: 2000, 6: 2100}[n]
	all := flows(n, licences)
	at := make([]agreement.Point, n)
	for i, s := range seats[n] {
		at[i] = agreement.Point{X: s.X * Width / 1000, Y: s.Y * height / 1000}
	}
	c := &canvas{}
	used := map[Degree]bool{}
	for i := range n {
		for j := range n {
			if f := all[i][j]; i != j && !f.empty() {
				c.arrow(at[i], at[j], f)
				used[f.degree] = true
			}
		}
	}
	for i, p := range parties {
		c.box(at[i].X-nodeWidth/2, at[i].Y-nodeHeight/2, nodeWidth, nodeHeight, agreement.White, medium)
		lines := inLines(p, normal, nodeWidth-100)
		for k, s := range lines {
			c.bold(at[i].X, at[i].Y+30+(2*k-len(lines)+1)*50, s, normal, agreement.Center)
		}
	}
	c.legend(height+110, used)
	return c.done("Who licenses whom", described(parties, all), height+150)
}

// weightOf is how a degree is drawn.
func weightOf(d Degree) (weight int, dashed bool) {
	switch d {
	case Open:
		return thin + 3, false
	case Shared:
		return medium + 2, true
	case Sole:
		return heavy, true
	case Exclusive:
		return heavy, false
	}
	panic("drawing: no such degree")
}

// arrow draws a flow from one box to another, to the right of the line between
// their middles as one walks.
func (c *canvas) arrow(from, to agreement.Point, f flow) {
	dx, dy := to.X-from.X, to.Y-from.Y
	long := root(dx*dx + dy*dy)
	beside := agreement.Point{X: -dy * lane / long, Y: dx * lane / long}
	from, to = edge(from, beside, dx, dy), edge(to, beside, -dx, -dy)
	weight, dashed := weightOf(f.degree)
	const head, wide = 90, 35
	tip := to
	neck := agreement.Point{X: to.X - dx*head/long, Y: to.Y - dy*head/long}
	c.path(weight, dashed, from, neck)
	c.area(agreement.Black, 0, tip, agreement.Point{X: neck.X - dy*wide/long, Y: neck.Y + dx*wide/long}, agreement.Point{X: neck.X + dy*wide/long, Y: neck.Y - dx*wide/long})
	words := f.words()
	width := extent(words, small) + 40
	x, y := (2*from.X+to.X)/3, (2*from.Y+to.Y)/3 // nearer to the licensor, away from where lines cross
	if dy == 0 {
		x = (from.X + to.X) / 2
		y += 90
		if dx < 0 {
			y -= 150
		}
	} else {
		y += 25
		c.box(x-width/2, y-75, width, 100, agreement.White, 0)
	}
	c.label(x, y, words, small, agreement.Center)
}

// edge is where a line that runs beside the middle of a box, in a direction, crosses
// the edge of the box.
func edge(middle, beside agreement.Point, dx, dy int) agreement.Point {
	ax, ay := max(dx, -dx), max(dy, -dy)
	// How far it is to the side and to the top or bottom that the line runs to.
	toSide, toTop := nodeWidth/2-sign(dx)*beside.X, nodeHeight/2-sign(dy)*beside.Y
	at := agreement.Point{X: middle.X + beside.X, Y: middle.Y + beside.Y}
	if toSide*ay <= toTop*ax {
		return agreement.Point{X: at.X + dx*toSide/ax, Y: at.Y + dy*toSide/ax}
	}
	return agreement.Point{X: at.X + dx*toTop/ay, Y: at.Y + dy*toTop/ay}
}

func sign(n int) int { return cmp.Compare(n, 0) }

// root is the whole part of a square root, and at least 1.
func root(n int) int {
	x := 1
	for x*x < n {
		x *= 2
	}
	for step := x / 2; step > 0; step /= 2 {
		if (x-step)*(x-step) >= n {
			x -= step
		}
	}
	return max(x, 1)
}

// legend says how the degrees are drawn, where there are several.
func (c *canvas) legend(y int, used map[Degree]bool) {
	x := 0
	for d := Open; d <= Exclusive; d++ {
		if !used[d] {
			continue
		}
		weight, dashed := weightOf(d)
		c.line(x, y-25, x+300, y-25, weight, dashed)
		c.label(x+350, y, d.String(), small, agreement.Left)
		x += 450 + extent(d.String(), small)
	}
}

// A fold is parties that license and are licensed alike.
type fold []int

// folds groups parties that stand alike: to all others, and to one another.
func folds(all [][]flow) []fold {
	alike := func(i, j int) bool {
		if !all[i][j].same(all[j][i]) {
			return false
		}
		for k := range all {
			if k != i && k != j && (!all[i][k].same(all[j][k]) || !all[k][i].same(all[k][j])) {
				return false
			}
		}
		return true
	}
	var list []fold
	for i := range all {
		k := slices.IndexFunc(list, func(f fold) bool { return alike(f[0], i) })
		if k < 0 {
			list = append(list, fold{i})
		} else {
			list[k] = append(list[k], i)
		}
	}
	return list
}

// name is the parties of a fold on a width, and how many there are beside the first.
func (f fold) name(parties []string, width int) string {
	if n := len(f) - 1; n > 0 {
		others := fmt.Sprintf(" and %d others", n)
		if n == 1 {
			others = " and 1 other"
		}
		return cut(parties[f[0]], small, width-extent(others, small)) + others
	}
	return parties[f[0]]
}

// between is what a party of one fold licenses to another party of a fold.
func between(all [][]flow, a, b fold) (flow, bool) {
	switch {
	case a[0] != b[0]:
		return all[a[0]][b[0]], true
	case len(a) > 1:
		return all[a[0]][a[1]], true
	}
	return flow{}, false
}

// matrix draws a row for each kind of licensor and a column for each kind of
// licensee.
func matrix(parties []string, licences []Licence) *agreement.Drawing {
	all := flows(len(parties), licences)
	list := folds(all)
	if len(list) > mostFolded {
		return nil
	}
	const left, cell, top = 1300, 240, 380
	wide := min((Width-left)/len(list), 900)
	c := &canvas{}
	c.label(0, top-60, "from each of / to each of", small, agreement.Left)
	var said []string
	used := map[Degree]bool{}
	for j, f := range list {
		lines := inLines(f.name(parties, 2*wide-300), small, wide-40)
		for k, s := range lines {
			c.label(left+j*wide+wide/2, top-60-(len(lines)-1-k)*90, s, small, agreement.Center)
		}
	}
	for i, f := range list {
		y := top + i*cell
		c.label(0, y+cell/2+25, cut(f.name(parties, left-60), small, left-60), small, agreement.Left)
		for j, g := range list {
			x := left + j*wide
			flow, there := between(all, f, g)
			c.cell(x, y, wide, cell, flow, there)
			if !flow.empty() {
				used[flow.degree] = true
				said = append(said, fmt.Sprintf("each of %s to each of %s: %s, %s", f.name(parties, Width), g.name(parties, Width), flow.words(), flow.degree))
			}
		}
	}
	y := top + len(list)*cell + 130
	c.legendOfCells(y, used)
	return c.done("Who licenses whom", "Who licenses whom. "+strings.Join(said, "; ")+".", y+40)
}

// cell draws what a licensor licenses to a licensee; there is none to oneself.
func (c *canvas) cell(x, y, w, h int, f flow, there bool) {
	c.box(x, y, w, h, agreement.White, thin)
	switch {
	case !there:
		c.line(x, y, x+w, y+h, thin, false)
		return
	case f.empty():
		c.label(x+w/2, y+h/2+25, "–", small, agreement.Center)
		return
	}
	c.fill(x, y, w, h, f.degree)
	words := cut(f.words(), small, w-80)
	if width := extent(words, small) + 40; f.degree != Open {
		c.box(x+(w-width)/2, y+h/2-60, width, 110, agreement.White, 0)
	}
	c.label(x+w/2, y+h/2+25, words, small, agreement.Center)
}

// fill fills a cell by degree: empty, grey, hatched, black.
func (c *canvas) fill(x, y, w, h int, d Degree) {
	switch d {
	case Open:
	case Shared:
		c.box(x, y, w, h, agreement.Grey, thin)
	case Sole:
		c.hatch(x, y, w, h)
	case Exclusive:
		c.box(x, y, w, h, agreement.Black, thin)
	}
}

func (c *canvas) legendOfCells(y int, used map[Degree]bool) {
	x := 0
	for d := Open; d <= Exclusive; d++ {
		if !used[d] {
			continue
		}
		c.box(x, y-90, 200, 110, agreement.White, thin)
		c.fill(x, y-90, 200, 110, d)
		c.label(x+250, y, d.String(), small, agreement.Left)
		x += 350 + extent(d.String(), small)
	}
}
