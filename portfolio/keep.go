package portfolio

import (
	"encoding/binary"
	"math/big"
	"time"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A keeper writes what is kept of agreements, or reads it. What there is to keep of a
// thing is said once, by a function that serves both: so neither can forget what the
// other does. A text is kept once, however often it is said.
type keeper struct {
	reads   bool
	data    []byte // what is written, or what is left to read
	texts   []string
	numbers map[string]int // of the texts, in writing
	damaged bool
}

func newKeeper() *keeper { return &keeper{numbers: map[string]int{}} }

// spoilt notes that what is read is not what was written; nothing more is read.
func (k *keeper) spoilt() { k.damaged, k.data = true, nil }

func num[T ~int | ~int32 | ~int64](k *keeper, x *T) {
	if !k.reads {
		k.data = binary.AppendVarint(k.data, int64(*x))
		return
	}
	n, size := binary.Varint(k.data)
	if size <= 0 || int64(T(n)) != n {
		k.spoilt()
		return
	}
	*x, k.data = T(n), k.data[size:]
}

func flag(k *keeper, x *bool) {
	n := boolInt(*x)
	num(k, &n)
	*x = n == 1
}

func text[T ~string](k *keeper, x *T) {
	i, known := 0, true
	if !k.reads {
		if i, known = k.numbers[string(*x)]; !known {
			i = len(k.texts)
			k.texts = append(k.texts, string(*x))
			k.numbers[string(*x)] = i
		}
	}
	num(k, &i)
	if !k.reads {
		return
	}
	if i < 0 || i >= len(k.texts) {
		k.spoilt()
		return
	}
	*x = T(k.texts[i])
}

// bytes are as many as there is room for.
func (k *keeper) bytes(x []byte) {
	if !k.reads {
		k.data = append(k.data, x...)
		return
	}
	if len(k.data) < len(x) {
		k.spoilt()
		return
	}
	copy(x, k.data)
	k.data = k.data[len(x):]
}

// listed keeps the things of a list, and whether there is one.
func listed[T any](k *keeper, x *[]T, each func(*keeper, *T)) {
	n := len(*x)
	if *x == nil {
		n = -1
	}
	num(k, &n)
	if k.reads && n >= 0 {
		if n > len(k.data) { // each takes a byte at least
			k.spoilt()
			return
		}
		*x = make([]T, n)
	}
	for i := range *x {
		each(k, &(*x)[i])
	}
}

// day keeps a date, zero or not, as one number.
func day(k *keeper, d *schema.Date) {
	n := d.Year<<9 | int(d.Month)<<5 | d.Day
	num(k, &n)
	*d = schema.Date{Year: n >> 9, Month: time.Month(n >> 5 & 15), Day: n & 31}
}

// amount keeps an amount to the last digit, those included that say nothing.
func amount(k *keeper, m *schema.Money) {
	text(k, &m.Currency)
	digits, exponent := m.Amount.Coefficient().String(), m.Amount.Exponent()
	text(k, &digits)
	num(k, &exponent)
	if !k.reads {
		return
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		k.spoilt()
		return
	}
	m.Amount = schema.Decimal{Decimal: decimal.NewFromBigInt(n, exponent)}
}

// agreement keeps an agreement, but for the name and the status that its file has.
func (k *keeper) agreement(a *Agreement) {
	k.said(a)
	text(k, &a.Proof)
	text(k, &a.Words.Library)
	listed(k, &a.Words.Provisions, text)
	listed(k, &a.Words.Days, text)
}

// said keeps what an agreement says, in whatever file.
func (k *keeper) said(a *Agreement) {
	text(k, &a.Reference)
	text(k, &a.Amends)
	flag(k, &a.Restates)
	day(k, &a.Effective)
	day(k, &a.End)
	day(k, &a.Notice)
	flag(k, &a.Renews)
	listed(k, &a.Parties, (*keeper).party)
	listed(k, &a.Assets, (*keeper).asset)
	listed(k, &a.Fields, (*keeper).field)
	listed(k, &a.Grants, (*keeper).grant)
	listed(k, &a.Royalties, (*keeper).royalty)
	listed(k, &a.Sums, (*keeper).sum)
	listed(k, &a.Claims, (*keeper).claim)
	text(k, &a.Challenge)
}

func (k *keeper) party(p *Party) {
	text(k, &p.ID)
	text(k, &p.Name)
	text(k, &p.Short)
	text(k, &p.Folded)
}

func (k *keeper) asset(a *Asset) {
	text(k, &a.ID)
	text(k, &a.Kind)
	text(k, &a.Title)
	text(k, &a.Office)
	text(k, &a.Number)
	text(k, &a.Family)
	flag(k, &a.Pending)
	listed(k, &a.Owners, text)
	day(k, &a.Expiry)
	text(k, &a.Certain)
	listed(k, &a.Loose, text)
}

func (k *keeper) field(f *Field) {
	text(k, &f.ID)
	text(k, &f.Name)
	text(k, &f.Folded)
	num(k, &f.Parent)
}

func (k *keeper) grant(g *Grant) {
	text(k, &g.ID)
	num(k, &g.Index)
	listed(k, &g.From, text)
	listed(k, &g.To, text)
	listed(k, &g.Assets, num)
	num(k, &g.Field)
	for i := range g.Countries {
		var word [8]byte
		binary.LittleEndian.PutUint64(word[:], g.Countries[i])
		k.bytes(word[:])
		g.Countries[i] = binary.LittleEndian.Uint64(word[:])
	}
	text(k, &g.Degree)
	num(k, &g.First)
	num(k, &g.After)
	num(k, &g.StepDown)
	num(k, &g.Renewed)
	flag(k, &g.Sub)
	listed(k, &g.Existing, text)
	flag(k, &g.Favoured)
	text(k, &g.Royalty)
	flag(k, &g.Free)
}

func (k *keeper) royalty(r *Royalty) {
	text(k, &r.ID)
	text(k, &r.Terms)
	text(k, &r.Stacking)
}

func (k *keeper) sum(s *Sum) {
	day(k, &s.Day)
	text(k, &s.Payer)
	text(k, &s.Payee)
	amount(k, &s.Amount)
}

func (k *keeper) claim(c *Claim) {
	text(k, &c.Kind)
	listed(k, &c.Holder, text)
	listed(k, &c.Assets, num)
	day(k, &c.Until)
	num(k, &c.Days)
	text(k, &c.Of)
}
