package render

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A move is the citations of the two ends of a move.
type move struct{ from, to string }

// movesIn is the moves of a redline by number. A paragraph has the citation of the
// clause around it.
func movesIn(body []agreement.Block) map[int]move {
	moves := map[int]move{}
	addMoves(moves, body, "")
	return moves
}

func addMoves(moves map[int]move, body []agreement.Block, around string) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			number := b.Number
			if number == "" {
				number = strings.TrimSuffix(b.Label, ".")
			}
			addMove(moves, b.Move, b.Change, number)
			addMoves(moves, b.Body, number)
		case *agreement.Paragraph:
			addMove(moves, b.Move, b.Change, around)
		case *agreement.Table, *agreement.Signatures: // carry no number
		}
	}
}

func addMove(moves map[int]move, n int, change agreement.Change, number string) {
	m := moves[n]
	switch {
	case n == 0:
		return
	case change == agreement.MovedFrom && m.from == "":
		m.from = number
	case change == agreement.MovedTo && m.to == "":
		m.to = number
	}
	moves[n] = m
}
