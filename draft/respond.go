package draft

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A Response is what to say, for one side, to each change in a draft that came back.
type Response struct {
	Side    Side            `json:"-"`
	Answers []Answer        `json:"answers"` // in the order of the redline
	Redline *redline.Result `json:"-"`
}

// A Side is for whom changes are judged.
type Side struct {
	Party string          // its id; it stands on the sides that the playbook finds in each clause
	As    schema.Position // where no party is named: the licensor or the licensee
}

// of are the positions of a side in a clause. For two of them the worse judgement
// counts.
func (s Side) of(book *assemble.Playbook, t *schema.TermSheet, topic string) []schema.Position {
	if s.Party == "" {
		return []schema.Position{s.As}
	}
	var list []schema.Position
	licensors, licensees := book.Sides(t, topic)
	if slices.Contains(licensors, s.Party) {
		list = append(list, schema.Licensor)
	}
	if slices.Contains(licensees, s.Party) {
		list = append(list, schema.Licensee)
	}
	return list
}

// An Answer is what the library has to say to one change.
type Answer struct {
	Change     *redline.Change      `json:"change"`
	By         []string             `json:"by"`        // who tracked it, as far as the file says
	Untracked  bool                 `json:"untracked"` // it is there, and nobody tracked it
	Topic      string               `json:"topic,omitempty"`
	Standing   assemble.Standing    `json:"standing"`
	Judgements []assemble.Judgement `json:"judgements"` // of the values and choices that explain the change
	Words      bool                 `json:"words"`      // words were changed that no value explains
	Fallback   string               `json:"fallback,omitempty"`
	Notes      []string             `json:"notes"`             // of the library, for the negotiator
	Offer      []string             `json:"offer"`             // the provision to offer instead, a line for each paragraph; none where the change can be taken
	Counter    *Counter             `json:"counter,omitempty"` // the value with which the library words the offer; nil where it is as it was sent
}

// A Counter is a value to offer instead of the one that came back.
type Counter struct {
	Path  string   `json:"path"`
	Steps []string `json:"-"` // of its JSON Pointer
	Value any      `json:"value"`
}

// SideOf is the side with a name: licensor, licensee, or a party by its id or name. ok
// is false where there is none; known are the parties that can be named.
func SideOf(t *schema.TermSheet, name string) (side Side, known []string, ok bool) {
	switch strings.ToLower(name) {
	case "licensor":
		return Side{As: schema.Licensor}, nil, true
	case "licensee":
		return Side{As: schema.Licensee}, nil, true
	}
	for i := range t.Parties {
		p := &t.Parties[i]
		known = append(known, p.ID)
		if strings.EqualFold(name, p.ID) || strings.EqualFold(name, p.ShortName) || strings.EqualFold(name, p.LegalName) {
			return Side{Party: p.ID}, nil, true
		}
	}
	return Side{}, known, false
}

// Respond judges each change of a draft that came back by what the library says that a
// side may take. It judges nothing of which the library says nothing: that is new
// matter. Hands says who changed what, where a Word file tells; otherwise it is nil.
func Respond(lib *assemble.Library, f *schema.File, back *agreement.Document, hands *Returned, side Side) (*Response, error) {
	book, err := lib.Playbook()
	if err != nil {
		return nil, err
	}
	r := &responder{accepter: accepter{lib: lib, file: f, tried: map[string]bool{}, home: emptyHome()}, sent: f, book: book, side: side}
	made, err := r.assemble(f)
	if err != nil {
		return nil, err
	}
	r.draft = made.Document
	res, err := redline.Diff(r.draft, likeSent(r.draft, back))
	if err != nil {
		return nil, err
	}
	r.target = likeSent(r.draft, back)
	made.Renumber(r.target)
	if err := r.values(); err != nil {
		return nil, err
	}
	if err := r.explain(); err != nil {
		return nil, err
	}
	out := &Response{Side: side, Redline: res, Answers: []Answer{}}
	for i := range res.Changes {
		c := &res.Changes[i]
		if c.Kind == redline.Consequential {
			continue
		}
		x := r.answerTo(c)
		x.By, x.Untracked = hands.Of(c)
		out.Answers = append(out.Answers, x)
	}
	return out, nil
}

// A responder finds which values explain which changes.
type responder struct {
	accepter
	sent  *schema.File
	draft *agreement.Document
	book  *assemble.Playbook
	side  Side
	terms []explained
	all   []redline.Change // what all values together change
}

// An explained term is a value that came back otherwise.
type explained struct {
	HomeValue
	changes   []redline.Change // what it alone changes
	proposals []assemble.Proposal
}

// explain finds what each value that came home changes, alone and with the others.
func (r *responder) explain() error {
	was, err := r.lib.Resolve(r.sent)
	if err != nil {
		return err
	}
	for _, v := range r.home.Values {
		x := explained{HomeValue: v}
		if file, err := putInto(r.sent, v.steps, v.value); err == nil {
			if deal, err := r.lib.Resolve(file); err == nil {
				x.proposals = was.Proposals(deal)
			}
			x.changes = r.changesOf(file)
		}
		r.terms = append(r.terms, x)
	}
	r.all = r.changesOf(r.file)
	return nil
}

// changesOf is what a term sheet changes in the draft that was sent; nil where it makes
// no agreement.
func (r *responder) changesOf(f *schema.File) []redline.Change {
	made, err := r.assemble(f)
	if err != nil {
		return nil
	}
	res, err := redline.Diff(r.draft, made.Document)
	if err != nil {
		return nil
	}
	return res.Changes
}

// putInto is a term sheet with a value.
func putInto(f *schema.File, steps []string, value any) (*schema.File, error) {
	e, err := f.Edit()
	if err != nil {
		return nil, err
	}
	e.Put(steps, value)
	return schema.Load(f.Name, e.Source())
}

func (r *responder) answerTo(c *redline.Change) Answer {
	x := Answer{Change: c, Judgements: []assemble.Judgement{}, Notes: []string{}, Offer: []string{}, Words: true}
	id, _, _ := strings.Cut(c.ClauseID, ".")
	topic := r.lib.Topic(id)
	if topic != nil {
		x.Topic, x.Fallback, x.Notes = topic.ID, topic.Fallback, append(x.Notes, topic.Notes...)
	}
	x.Words = !hasChange(r.all, c) && !r.chosen(id)
	var offer *explained
	for i := range r.terms {
		v := &r.terms[i]
		if !v.explains(c, id, x.Words) {
			continue
		}
		for _, j := range r.judge(v, id) {
			if j.Offer != nil && (offer == nil || j.Standing > x.Standing) {
				offer = &explained{HomeValue: HomeValue{Path: v.Path, steps: v.steps, value: asJSON(j.Offer)}}
			}
			x.Standing = max(x.Standing, j.Standing)
			x.Judgements = append(x.Judgements, j)
		}
	}
	if x.Words || len(x.Judgements) == 0 {
		x.Standing = max(x.Standing, assemble.NewMatter)
	}
	if x.Standing > assemble.WithinFallback {
		x.Offer = r.offer(c, offer)
		if offer != nil {
			x.Counter = &Counter{Path: offer.Path, Steps: offer.steps, Value: offer.value}
		}
	}
	return x
}

// explains reports that a value is behind a change, alone or with words.
func (v *explained) explains(c *redline.Change, topic string, words bool) bool {
	if len(v.steps) > 1 && v.steps[0] == "clauses" && v.steps[1] == topic && (v.steps[2] == "variant" || v.steps[2] == "omit") {
		return true
	}
	if !words {
		return hasChange(v.changes, c)
	}
	return c.ClauseID != "" && slices.ContainsFunc(v.changes, func(d redline.Change) bool {
		return d.ClauseID == c.ClauseID && d.After != "" && strings.Contains(c.After, d.After)
	})
}

// chosen reports that another variant of a topic, or its absence, explains all of it.
func (r *responder) chosen(topic string) bool {
	return slices.ContainsFunc(r.home.Values, func(v HomeValue) bool {
		return len(v.steps) == 3 && v.steps[0] == "clauses" && v.steps[1] == topic && (v.steps[2] == "variant" || v.steps[2] == "omit")
	})
}

func hasChange(list []redline.Change, c *redline.Change) bool {
	return slices.ContainsFunc(list, func(d redline.Change) bool { return sameChange(&d, c) })
}

func sameChange(c, d *redline.Change) bool {
	return c.ClauseID == d.ClauseID && c.Scope == d.Scope && c.Before == d.Before && c.After == d.After
}

// judge judges the choices of the library that a value is: those of the topic in which
// it shows, or of any where that has none. For two sides the worse judgement counts.
func (r *responder) judge(v *explained, topic string) (list []assemble.Judgement) {
	proposals := v.proposals
	if own := slices.DeleteFunc(slices.Clone(proposals), func(p assemble.Proposal) bool { return p.Topic.ID != topic }); len(own) > 0 {
		proposals = own
	}
	for i := range proposals {
		as := r.side.of(r.book, r.sent.Sheet, proposals[i].Topic.ID)
		if len(as) == 0 {
			continue // it does not stand in this clause
		}
		worst := proposals[i].Judge(r.book, as[0])
		for _, as := range as[1:] {
			if j := proposals[i].Judge(r.book, as); j.Standing > worst.Standing {
				worst = j
			}
		}
		if !slices.ContainsFunc(list, func(j assemble.Judgement) bool { return j.About == worst.About }) {
			list = append(list, worst)
		}
	}
	if len(list) == 0 {
		list = append(list, assemble.Judgement{Standing: assemble.NewMatter, About: v.Path, Sent: v.Before, Theirs: v.After,
			Because: "it is a term of this deal, on which the library has no position"})
	}
	return list
}

// offer is the provision in which a change is, as it would be with a value that the
// library offers, or as it was sent.
func (r *responder) offer(c *redline.Change, term *explained) []string {
	doc := r.draft
	if term != nil {
		if file, err := putInto(r.sent, term.steps, term.value); err == nil {
			if made, err := r.assemble(file); err == nil {
				doc = made.Document
			}
		}
	}
	out := []string{}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			if b.ID == c.ClauseID && strings.Contains(b.ID, ".") {
				out = provisionLines(b, out)
			}
		case *agreement.Paragraph:
			if b.ID != "" && b.ID == c.ClauseID {
				out = append(out, agreement.Words(b.Text))
			}
		case *agreement.Table, *agreement.Signatures:
		}
		return len(out) == 0
	})
	return out
}

// provisionLines is a provision as words, a line for each paragraph.
func provisionLines(c *agreement.Clause, out []string) []string {
	head := strings.TrimSpace(c.Label + " " + agreement.Words(c.Heading))
	for i, b := range c.Body {
		switch b := b.(type) {
		case *agreement.Paragraph:
			line := agreement.Words(b.Text)
			if i == 0 {
				line, head = strings.TrimSpace(head+" "+line), ""
			}
			out = append(out, line)
		case *agreement.Clause:
			if head != "" {
				out, head = append(out, head), ""
			}
			out = provisionLines(b, out)
		case *agreement.Table, *agreement.Signatures:
		}
	}
	if head != "" {
		out = append(out, head)
	}
	return out
}

// Count is how many answers have each standing.
func (r *Response) Count(s assemble.Standing) int {
	n := 0
	for i := range r.Answers {
		if r.Answers[i].Standing == s {
			n++
		}
	}
	return n
}

// Remarks are the answers as comments beside the blocks of the redline.
func (r *Response) Remarks() map[agreement.Block][]string {
	remarks := map[agreement.Block][]string{}
	for i := range r.Answers {
		x := &r.Answers[i]
		b := x.Change.Block()
		if b == nil && len(r.Redline.Document.Body) > 0 {
			b = r.Redline.Document.Body[0]
		}
		remarks[b] = append(remarks[b], "INTERNAL, not for the other side\n"+strings.Join(x.Lines(), "\n"))
	}
	return remarks
}
