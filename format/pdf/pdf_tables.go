package pdf

import "errors"

// tableStream reads a cross-reference stream, whose dictionary is its trailer:
// ISO 32000-1, 7.5.8.
func (r *reader) tableStream(at int) (dict, error) {
	if at < 0 || at >= len(r.data) {
		return nil, errForeign
	}
	l := &lexer{data: r.data, at: at}
	n, ok := l.number()
	if !ok {
		return nil, errForeign
	}
	object, stream, _ := r.objectAt(at, n)
	d, ok := object.(dict)
	if !ok || d["Type"] != name("XRef") {
		return nil, errForeign
	}
	rows, err := r.decode(d, stream)
	if err != nil {
		return nil, err
	}
	widths, ok := ints(d["W"])
	if !ok || len(widths) < 3 {
		return nil, errForeign
	}
	width := 0
	for _, w := range widths {
		if w < 0 || w > 8 {
			return nil, errForeign
		}
		width += w
	}
	size, _ := d["Size"].(int)
	index, ok := ints(d["Index"])
	if !ok {
		index = []int{0, size}
	}
	if width == 0 || len(index)%2 != 0 {
		return nil, errForeign
	}
	for ; len(index) > 0; index = index[2:] {
		for n := index[0]; n < index[0]+index[1] && len(rows) >= width; n++ {
			if len(r.offsets)+len(r.packs) > mostObjects {
				return nil, errForeign
			}
			r.entry(n, rows[:width], widths)
			rows = rows[width:]
		}
	}
	return d, nil
}

// entry takes up what a row of a cross-reference stream says of an object, unless
// a later table said it.
func (r *reader) entry(n int, row []byte, widths []int) {
	if r.known(n) {
		return
	}
	field := func(i, missing int) int {
		if widths[i] == 0 {
			return missing
		}
		v := 0
		for _, b := range row[:widths[i]] {
			v = v<<8 | int(b)
		}
		row = row[widths[i]:]
		return v
	}
	kind, where := field(0, 1), field(1, 0)
	switch kind {
	case 0:
		r.freed[n] = true
	case 1:
		r.offsets[n] = where
	case 2:
		r.packs[n] = where
	}
}

// open reads the objects that the tables say stand in a stream.
func (r *reader) open(pack int) {
	at, ok := r.offsets[pack]
	if !ok || at < 0 || at >= len(r.data) {
		return
	}
	object, stream, _ := r.objectAt(at, pack)
	if d, ok := object.(dict); ok {
		r.unpack(d, stream, func(n int) bool { return r.packs[n] == pack })
	}
	for n, p := range r.packs { // what is not in it is not asked for again
		if p == pack {
			delete(r.packs, n)
			if _, read := r.packed[n]; !read {
				r.packed[n] = nil
			}
		}
	}
}

func ints(v any) ([]int, bool) {
	list, ok := v.(array)
	out := make([]int, 0, len(list))
	for _, x := range list {
		n, is := x.(int)
		out, ok = append(out, n), ok && is
	}
	return out, ok
}

// unfilter undoes the filters of PNG, with which tables are packed: ISO 15948, 9.
// Other predictors are not known.
func unfilter(data []byte, parms any) ([]byte, error) {
	d, ok := parms.(dict)
	if list, is := parms.(array); is && len(list) == 1 {
		d, ok = list[0].(dict)
	}
	if parms == nil || ok && (d["Predictor"] == nil || d["Predictor"] == 1) {
		return data, nil
	}
	columns, _ := d["Columns"].(int)
	predictor, _ := d["Predictor"].(int)
	if !ok || predictor < 10 || columns <= 0 || columns > 1<<16 || d["Colors"] != nil || d["BitsPerComponent"] != nil {
		return nil, errors.New("it is packed in a way that engross does not know")
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for len(data) > columns {
		filter, row := data[0], data[1:columns+1]
		data = data[columns+1:]
		for i := range row {
			left := byte(0)
			if i > 0 {
				left = row[i-1]
			}
			switch filter {
			case 0:
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			default:
				return nil, errors.New("it is packed in a way that engross does not know")
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}
