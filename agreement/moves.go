package agreement

import "strings"

// A Move is the citations of the two ends of a move in a redline: "5.4" and "13.12".
type Move struct{ From, To string }

// Moves is the moves of a redline by number. A paragraph has the citation of the
// clause around it.
func Moves(body []Block) map[int]Move {
	moves := map[int]Move{}
	addMoves(moves, body, "")
	return moves
}

func addMoves(moves map[int]Move, body []Block, around string) {
	for _, b := range body {
		switch b := b.(type) {
		case *Clause:
			number := b.Number
			if number == "" {
				number = strings.TrimSuffix(b.Label, ".")
			}
			addMove(moves, b.Move, b.Change, number)
			addMoves(moves, b.Body, number)
		case *Paragraph:
			addMove(moves, b.Move, b.Change, around)
		case *Table, *Signatures: // carry no number
		}
	}
}

func addMove(moves map[int]Move, n int, change Change, number string) {
	m := moves[n]
	switch {
	case n == 0:
		return
	case change == MovedFrom && m.From == "":
		m.From = number
	case change == MovedTo && m.To == "":
		m.To = number
	}
	moves[n] = m
}
