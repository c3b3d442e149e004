package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"github.com/engross/engross/batch"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

func batchOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "make", Title: "Make the agreements of all term sheets of the folder", Files: true, Writes: true,
			About: "Begins a batch: the agreement of every term sheet of the folder goes to its folder agreements, or, with renewal, next year's to renewals. What stands there already is kept. making says how far it is."}, makeAll),
		operation(Operation{Name: "making", Title: "How far a batch is", Files: true,
			About: "Says how far the batch is that was begun here, and how it ended."}, makingState),
		operation(Operation{Name: "stop_making", Title: "Stop a batch", Files: true, Writes: true,
			About: "Stops the batch under way after the rows that are being made. Begun again, it goes on where it stopped."}, stopMaking),
		operation(Operation{Name: "made", Title: "What a batch made", Files: true,
			About: "Lists the agreements of a batch with what was found in each; of renewals, in groups that changed alike."}, made),
		operation(Operation{Name: "approve", Title: "Approve a group of renewals", Files: true, Writes: true,
			About: "Notes who approved the renewals that changed alike, in the file approvals.review beside them."}, approve),
	}
}

// making is the batch of a workbench: one at a time.
type making struct {
	mu    sync.Mutex
	stop  context.CancelFunc // nil where none is under way
	state makingAnswer
}

// Folders of what batches make, in the folder served.
const (
	agreementsFolder = "agreements"
	renewalsFolder   = "renewals"
)

type makeRequest struct {
	Formats []string `json:"formats" jsonschema_description:"What to write of each: pdf, docx, md, html or json (its term sheet)."`
	Final   bool     `json:"final,omitempty" jsonschema_description:"Execution copies; a term sheet in which the checks find errors fails."`
	Renewal string   `json:"renewal,omitempty" jsonschema_description:"Rules of a renewal as JSON; engross schema --rules describes them. Left out, the agreements themselves are made."`
}

type makingAnswer struct {
	Of       string    `json:"of,omitempty" jsonschema_description:"agreements or renewals; left out where no batch was begun."`
	Running  bool      `json:"running"`
	Phase    string    `json:"phase,omitempty" jsonschema:"enum=checking,enum=making"`
	Row      int       `json:"row" jsonschema_description:"The last row that was looked at."`
	Rows     int       `json:"rows" jsonschema_description:"How many there are; 0 while that is not known."`
	Made     int       `json:"made"`
	Kept     int       `json:"kept" jsonschema_description:"They stood there already."`
	Failed   int       `json:"failed"`
	Ended    string    `json:"ended,omitempty" jsonschema_description:"How it ended, in words."`
	Problems []Problem `json:"problems" jsonschema_description:"Of rows that failed, the first of them."`
}

// mostTold is how many problems of a batch are told while it runs.
const mostTold = 40

type noRequest struct{}

func makeAll(_ context.Context, w *Workbench, in *makeRequest) (*makingAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	if f.only != "" {
		return nil, &Refusal{422, "only " + f.only + " is served", "serve its folder to make all agreements of it"}
	}
	o := draft.Options{Final: in.Final, Fonts: w.Fonts}
	for _, name := range in.Formats {
		if !slices.Contains(batch.Formats, draft.Format(name)) {
			return nil, &Refusal{400, "there is no format " + quoted(name), "give pdf, docx, md, html or json"}
		}
		o.Formats = append(o.Formats, draft.Format(name))
	}
	if o.Formats == nil {
		return nil, &Refusal{400, "no format is chosen", "give at least one of pdf, docx, md, html and json"}
	}
	of, renewer, err := w.renewer(in.Renewal)
	if err != nil {
		return nil, err
	}
	if err := f.plain(of); err != nil {
		return nil, err
	}
	dir := f.root.Name()
	input, err := batch.Open(dir, batch.InputOptions{Trust: draft.Opener{Library: w.Library, Fonts: w.Fonts}})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background()) // it outlives the request
	if err := w.making.begin(of, stop); err != nil {
		stop()
		return nil, err
	}
	go func() {
		defer stop()
		sum, err := batch.Run(ctx, input, batch.NewMaker(w.Library, o, renewer), filepath.Join(dir, of), batch.Options{Now: w.Now, Report: w.making.report, MaxFailures: -1})
		w.making.end(sum, err)
	}()
	return w.making.now(), nil
}

// renewer renews by rules, and says where its work goes.
func (w *Workbench) renewer(rules string) (string, batch.Renewer, error) {
	if rules == "" {
		return agreementsFolder, nil, nil
	}
	r, err := renew.LoadRules("rules", []byte(rules))
	if err != nil {
		return "", nil, err
	}
	now := w.Now()
	o := renew.Options{Library: w.Library, Today: schema.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}}
	return renewalsFolder, func(last *renew.Last) (*renew.Renewal, error) { return renew.Renew(last, r, o) }, nil
}

// plain refuses a folder in which a batch would read or write what is not in it.
func (f *Folder) plain(of string) error {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return &Refusal{500, "the folder cannot be read", "look at its permissions"}
	}
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 && (isSheetName(e.Name()) || e.Name() == of) {
			return &Refusal{422, e.Name() + " is a link, which may lead out of the folder", "put the file itself into the folder"}
		}
	}
	return nil
}

func (m *making) begin(of string, stop context.CancelFunc) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stop != nil {
		return &Refusal{409, "a batch is under way", "wait for it, or stop it"}
	}
	m.stop, m.state = stop, makingAnswer{Of: of, Running: true, Phase: "checking"}
	return nil
}

// report is told of each row.
func (m *making) report(e batch.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &m.state
	s.Row, s.Rows = e.Row, max(s.Rows, e.Of)
	if e.Phase == batch.Making {
		s.Phase = "making"
		switch e.Action {
		case batch.Made, batch.Remade:
			s.Made++
		case batch.Kept:
			s.Kept++
		case batch.Failing:
			s.Failed++
		case batch.Checked:
		}
	}
	if room := mostTold - len(s.Problems); room > 0 {
		list := problems(e.Problems)
		s.Problems = append(s.Problems, list[:min(room, len(list))]...)
	}
}

func (m *making) end(sum batch.Summary, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &m.state
	m.stop, s.Running = nil, false
	s.Made, s.Kept, s.Failed = sum.Made+sum.Remade, sum.Kept, sum.Failed
	s.Ended = fmt.Sprintf("%d made, %d kept, %d failed", s.Made, s.Kept, s.Failed)
	switch {
	case err != nil && !errors.Is(err, context.Canceled):
		s.Ended = "it could not go on"
		s.Problems = append(s.Problems, problems(asProblems(err))...)
	case sum.Stopped || err != nil:
		s.Ended = "stopped: " + s.Ended
	}
}

// now is the state, with a list of its own.
func (m *making) now() *makingAnswer {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.state
	s.Problems = slices.Clone(s.Problems)
	return &s
}

func makingState(_ context.Context, w *Workbench, _ *noRequest) (*makingAnswer, error) {
	return w.making.now(), nil
}

func stopMaking(_ context.Context, w *Workbench, _ *noRequest) (*makingAnswer, error) {
	w.making.mu.Lock()
	if w.making.stop != nil {
		w.making.stop()
	}
	w.making.mu.Unlock()
	return w.making.now(), nil
}

type madeRequest struct {
	Of string `json:"of" jsonschema:"enum=agreements,enum=renewals"`
}

type madeAnswer struct {
	Rows    []madeRow   `json:"rows"`
	Groups  []madeGroup `json:"groups" jsonschema_description:"Of renewals: those that changed alike, the largest group first."`
	Unknown []string    `json:"unknown" jsonschema_description:"Agreements that could not be compared, with the reason."`
}

type madeRow struct {
	Name     string    `json:"name"`
	Status   string    `json:"status" jsonschema:"enum=done,enum=failed,enum=left"`
	Files    []string  `json:"files"`
	Findings []Problem `json:"findings"`
}

type madeGroup struct {
	Signature string          `json:"signature" jsonschema_description:"By which it is approved; empty for those without changes."`
	Count     int             `json:"count"`
	Names     []string        `json:"names" jsonschema_description:"The first of them."`
	Changes   []change        `json:"changes"`
	Approved  *batch.Approval `json:"approved,omitempty" jsonschema_description:"Who approved it, and how many it then had."`
}

func made(ctx context.Context, w *Workbench, in *madeRequest) (*madeAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	manifest, err := f.manifest(in.Of)
	if err != nil {
		return nil, err
	}
	out := &madeAnswer{}
	changed := false
	for r, err := range batch.Records(manifest) {
		if err != nil {
			return nil, err
		}
		row := madeRow{Name: or(r.Name, filepath.Base(r.File), fmt.Sprintf("row %d", r.Row)), Status: string(r.Status)}
		for _, o := range r.Outputs {
			row.Files = append(row.Files, o.File)
		}
		for _, x := range r.Findings {
			row.Findings = append(row.Findings, Problem{Severity: x.Severity, ID: x.ID, File: x.File, Line: x.Line, Column: x.Column, Message: x.Message, Hint: x.Hint})
		}
		out.Rows = append(out.Rows, row)
		changed = changed || r.Changes != nil
	}
	if !changed {
		return out, nil
	}
	groups, err := batch.Review(ctx, w.Library, manifest, batch.ReviewOptions{})
	if err != nil {
		return nil, err
	}
	f.approvals(in.Of).Mark(groups)
	for _, g := range groups.Groups {
		x := madeGroup{Signature: g.Signature, Count: g.Count, Names: g.Names, Approved: g.Approved}
		for _, c := range g.Changes {
			x.Changes = append(x.Changes, change{Kind: c.Kind, Provision: c.Where, ID: c.Clause, After: c.What})
		}
		out.Groups = append(out.Groups, x)
	}
	for _, u := range groups.Unknown {
		out.Unknown = append(out.Unknown, u.Name+": "+u.Reason)
	}
	return out, nil
}

// manifest is where a batch says what it made.
func (f *Folder) manifest(of string) (string, error) {
	if of != agreementsFolder && of != renewalsFolder {
		return "", &Refusal{400, "there are no " + quoted(of), "give agreements or renewals"}
	}
	if err := f.plain(of); err != nil {
		return "", err
	}
	name := filepath.Join(of, batch.Shard{}.ManifestName())
	if info, err := f.root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return "", &Refusal{404, "no batch has made " + of + " here yet", "begin one"}
	}
	return filepath.Join(f.root.Name(), name), nil
}

func (f *Folder) approvals(of string) batch.Approvals {
	text, _ := f.inside(of + "/" + batch.ApprovalsFile) // without one, nothing is approved
	return batch.ReadApprovals(text)
}

type approveRequest struct {
	Of        string `json:"of" jsonschema:"enum=agreements,enum=renewals"`
	Signature string `json:"signature" jsonschema_description:"Of the group, as made lists it."`
	Count     int    `json:"count" jsonschema_description:"How many agreements it had when it was looked at."`
	Who       string `json:"who"`
}

func approve(ctx context.Context, w *Workbench, in *approveRequest) (*madeGroup, error) {
	if in.Who == "" {
		return nil, &Refusal{422, "nobody is named", "say who approves"}
	}
	list, err := made(ctx, w, &madeRequest{in.Of})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list.Groups, func(g madeGroup) bool { return g.Signature == in.Signature })
	if i < 0 || list.Groups[i].Count != in.Count {
		return nil, &Refusal{412, "the group is no longer as it was looked at", "look at it as it is now"}
	}
	f := w.Folder
	f.mu.Lock()
	defer f.mu.Unlock()
	all, g := f.approvals(in.Of), &batch.Group{Signature: in.Signature, Count: in.Count}
	all.Approve(g, in.Who, w.Now())
	text, err := all.JSON()
	if err != nil {
		return nil, err
	}
	sub, err := f.root.OpenRoot(in.Of)
	if err != nil {
		return nil, unwritable(in.Of, err)
	}
	defer sub.Close()
	list.Groups[i].Approved = g.Approved
	return &list.Groups[i], writeWhole(sub, batch.ApprovalsFile, text, false)
}
