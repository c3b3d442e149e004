package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

// portfolioFlags are the flags of the portfolio as they are typed.
type portfolioFlags struct {
	aliases, holdings, party, with string
	free, cover, field, as         string
	exclusive                      bool
	where                          []string
	minDays                        int
	from, to                       string
	noCache, unverified            bool
	fonts                          string
}

func (a *app) portfolioCommand() *cobra.Command {
	var f portfolioFlags
	c := &cobra.Command{
		Use:   "portfolio DIR",
		Short: "What many agreements together grant: which grants collide, what is still free, what ends and what is paid",
		Long: `Portfolio puts the term sheets and agreements (PDF, Word) of a folder side by side. Those
in its folders draft, pending and signed have that status; all others are signed.

It lists the grants that cannot stand beside others: certain ones with the assets,
the field, the countries, the days and both provisions, and possible ones, where a
name, a number or a field could not be matched. A file of aliases settles these:
  {"parties": [["North GmbH", "North G.m.b.H."]], "fields": [["Pumps", "Pumping
   machines"]], "assets": [["EP 3111111", "DE 602018000123"]],
   "disjoint_fields": [["Pumps", "Valves"]], "distinct": [["Alpha AG", "Alpha Ltd"]]}
Most-favoured licensees are listed with the terms of the others beside them; nobody
judges which are better. What ends, what is paid by year, royalties that stack, and
with --holdings what is granted and not held:
  {"holdings": [{"asset": "EP 3111111 B1", "kind": "owned", "countries": ["DE"],
   "until": "2038-03-01"}]}

--with asks of one more term sheet: may it be signed? What it meets, and who has to be
asked first: options, licences that may be taken up, rights of first refusal. --free asks what can still be
licensed of an asset.

What was read is kept in DIR/.engross-portfolio, readable by you alone, by the contents
of the files; --no-cache keeps nothing. The exit code is 1 where grants collide for
certain, or a file could not be read.`,
		Example: "  engross portfolio signed/ --aliases names.json\n  engross portfolio deals/ --with new.json\n  engross portfolio deals/ --free 'EP 3111111 B1' --exclusive --min-days 365 --where DE,FR --from 2028-01-01",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.portfolio(args[0], f) },
	}
	c.Flags().StringVar(&f.aliases, "aliases", "", "file that says what is one thing under several names")
	c.Flags().StringVar(&f.holdings, "holdings", "", "file of what the firm owns or holds")
	c.Flags().StringVar(&f.party, "party", "", "with --holdings: only grants of this party, by its registered name")
	c.Flags().StringVar(&f.with, "with", "", "a term sheet that is not signed yet: only what it meets")
	c.Flags().StringVar(&f.free, "free", "", "an asset, by number, title or id: what can still be licensed of it")
	c.Flags().BoolVar(&f.exclusive, "exclusive", false, "with --free: for an exclusive licence")
	c.Flags().IntVar(&f.minDays, "min-days", 1, "with --free: shorter times are left out")
	c.Flags().StringVar(&f.cover, "cover", "part", "with --free: entire (all countries at once) or part")
	c.Flags().StringVar(&f.field, "field", "", "with --free: the field, by its name")
	c.Flags().StringSliceVar(&f.where, "where", nil, "with --free: countries, or groups such as EU")
	c.Flags().StringVar(&f.from, "from", "", "first day; what ended before is left out")
	c.Flags().StringVar(&f.to, "to", "", "last day of what ends and what is paid")
	c.Flags().StringVar(&f.as, "as", "text", "text, or html for a page with drawings of ends, expiries and money by year")
	c.Flags().BoolVar(&f.noCache, "no-cache", false, "read every file anew, and keep nothing")
	c.Flags().StringVar(&f.fonts, "fonts", "", "folder of the fonts with which PDFs were made")
	unverifiedFlag(c, &f.unverified)
	a.layFlags(c, "the term sheet of --with")
	return c
}

// cacheName is the file in which a folder's agreements are kept.
const cacheName = ".engross-portfolio"

func (a *app) portfolio(dir string, f portfolioFlags) error {
	q, err := f.question()
	if err != nil {
		return err
	}
	if at, err := os.Stat(dir); err == nil && !at.IsDir() {
		return &usageError{message: dir + " is one file", hint: "name the folder of the agreements; to hold one file against it, give --with " + dir}
	}
	aliases, err := readAs(a, f.aliases, portfolio.ReadAliases)
	if err != nil {
		return err
	}
	holdings, err := readAs(a, f.holdings, portfolio.ReadHoldings)
	if err != nil {
		return err
	}
	if f.with == "" && a.lays() {
		return &usageError{message: "--set or --over without --with", hint: "they are for the term sheet that is not signed yet"}
	}
	r := &portfolioReader{app: a, dir: dir, flags: f}
	if f.with != "" {
		r.with, _ = os.Stat(f.with) // whether it is there is said when it is read
	}
	defer r.keep()
	list, err := r.read()
	if err != nil {
		return err
	}
	var only *portfolio.Agreement
	if f.with != "" {
		if only, err = r.one(f.with, portfolio.Draft); err != nil {
			return err
		}
		list = append(list, only)
	}
	p := portfolio.New(list, aliases)
	if f.free != "" {
		err = a.printFree(p, q, holdings)
	} else {
		err = r.printPortfolio(p, only, holdings, q.From)
	}
	if err == nil && r.failed {
		return errProblems
	}
	return err
}

// readAs reads a file that a flag names; without one there is nothing.
func readAs[T any](a *app, name string, read func([]byte) (*T, error)) (*T, error) {
	if name == "" {
		return nil, nil
	}
	src, err := a.readAll(name)
	if err != nil {
		return nil, err
	}
	x, err := read(src)
	if err != nil {
		return nil, &usageError{message: name + ": " + err.Error()}
	}
	return x, nil
}

func (f portfolioFlags) question() (q portfolio.Question, err error) {
	q = portfolio.Question{Asset: f.free, Exclusive: f.exclusive, MinDays: f.minDays, Field: f.field, Entire: f.cover == "entire"}
	if f.cover != "entire" && f.cover != "part" {
		return q, &usageError{message: fmt.Sprintf("--cover is %q", f.cover), hint: "give entire or part"}
	}
	if f.as != "text" && f.as != "html" || f.as == "html" && f.free != "" {
		return q, &usageError{message: fmt.Sprintf("--as is %q", f.as), hint: "give text, or html for the portfolio as a page, without --free"}
	}
	if f.free != "" && f.with != "" {
		return q, &usageError{message: "--free and --with are two questions", hint: "ask them one after the other"}
	}
	if f.free == "" && (f.exclusive || f.field != "" || f.where != nil) {
		return q, &usageError{message: "--exclusive, --field and --where are for --free", hint: "name an asset with --free"}
	}
	for _, x := range []struct{ flag, text string }{{"from", f.from}, {"to", f.to}} {
		if x.text == "" {
			continue
		}
		day, err := schema.ParseDate(x.text)
		if err != nil {
			return q, &usageError{message: "--" + x.flag + ": " + err.Error(), hint: "write it like 2027-03-31"}
		}
		if x.flag == "from" {
			q.From = day
		}
	}
	for _, name := range f.where {
		countries := (&schema.TermSheet{}).Countries(name)
		if c := schema.Country(name); schema.CountryName(c) != "" {
			countries = []schema.Country{c}
		}
		if len(countries) == 0 {
			return q, &usageError{message: fmt.Sprintf("--where has %q", name), hint: "give ISO codes such as DE,FR, or a group: EU, EEA, EPC, UPC, world"}
		}
		q.Where = append(q.Where, countries...)
	}
	return q, nil
}

// A portfolioReader reads the agreements of a folder.
type portfolioReader struct {
	*app
	dir    string
	flags  portfolioFlags
	open   draft.Opener
	with   os.FileInfo // the file that is not signed yet, or nil
	proof  string      // what the opener proves by
	failed bool
	kept   *portfolio.Cache // what is to be kept
	fresh  bool             // it is not what was kept before
}

func (r *portfolioReader) read() ([]*portfolio.Agreement, error) {
	collectSeldom(400 << 20)
	files, err := sheetFiles([]string{r.dir})
	if err != nil {
		return nil, err
	}
	old, path := portfolio.NewCache(assemble.Version), filepath.Join(r.dir, cacheName)
	if !r.flags.noCache {
		if src, err := os.ReadFile(path); err == nil {
			old = portfolio.OpenCache(assemble.Version, src)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, unreadable(path, err)
		}
	}
	read, err := r.readFiles(files, old, changedAt(path))
	if err != nil {
		return nil, err
	}
	r.kept = portfolio.NewCache(assemble.Version)
	var list []*portfolio.Agreement
	for i := range read {
		f := &read[i]
		switch {
		case f.isWith: // what is asked about, and told of where it is read for that
		case f.err != nil:
			r.reportOne(f.err)
			r.failed = true
		case f.unproved != nil:
			r.report(agreement.Problems{f.unproved})
		}
		if f.err != nil {
			continue
		}
		if !f.isWith {
			list = append(list, f.agreement)
		}
		if f.unproved != nil {
			continue // not kept: whoever asks again is told again, or refused
		}
		r.kept.Agreements[f.stat.Sum] = f.agreement
		r.kept.Files[r.inFolder(f.agreement.File)] = f.stat
		r.fresh = r.fresh || !f.known
	}
	r.fresh = r.fresh || len(r.kept.Files) != len(old.Files)
	if len(list) == 0 && r.failed {
		return nil, errNothing
	}
	return list, nil
}

// keep writes what was read and found, where it is not what was kept before.
func (r *portfolioReader) keep() {
	if r.kept == nil || !r.fresh || r.flags.noCache {
		return
	}
	if err := batch.WritePrivate(filepath.Join(r.dir, cacheName), r.kept.Bytes()); err != nil {
		fmt.Fprintln(r.err, "engross: what was read is not kept: "+cause(err))
	}
}

// A readFile is one file with the agreement in it, or why there is none.
type readFile struct {
	stat      portfolio.Stat
	known     bool // it was kept just so
	isWith    bool // it is the one that is not signed yet
	agreement *portfolio.Agreement
	unproved  *agreement.Problem // why what it carries is not proved to be what its pages say
	err       error
}

// inFolder is the path of a file in the folder.
func (r *portfolioReader) inFolder(name string) string { return strings.TrimPrefix(name, r.dir) }

// changedAt is when a file was last written; the beginning of time where there is none.
func changedAt(path string) (at time.Time) {
	if info, err := os.Stat(path); err == nil {
		at = info.ModTime()
	}
	return at
}

// grain is how coarsely file systems tell the time: a file that changed so shortly before
// it was read may have changed again at what they call the same time.
const grain = 2 * time.Second

// readFile reads a file, unless it stands as it stood when what is kept was written.
func (r *portfolioReader) readFile(name string, old *portfolio.Cache, written time.Time) (f readFile) {
	info, err := os.Stat(name)
	if err != nil {
		return readFile{err: unreadable(name, err)}
	}
	status := statusOf(r.dir, name)
	f.isWith = r.with != nil && os.SameFile(info, r.with)
	f.stat = portfolio.Stat{Size: info.Size(), Changed: info.ModTime().UnixNano()}
	was, seen := old.Files[r.inFolder(name)]
	f.stat.Sum = was.Sum
	if f.known = seen && was == f.stat && info.ModTime().Add(grain).Before(written); f.known {
		if f.agreement = old.Get(was.Sum, name, status, r.proof); f.agreement != nil {
			return f
		}
	}
	src, err := os.ReadFile(name)
	if err != nil {
		f.err = unreadable(name, err)
		return f
	}
	f.stat.Sum = sha256.Sum256(src)
	f.known = was == f.stat
	if f.agreement = old.Get(f.stat.Sum, name, status, r.proof); f.agreement == nil {
		f.known = false
		f.agreement, f.unproved, f.err = r.agreement(name, src, status)
	}
	return f
}

func (r *portfolioReader) readFiles(files []string, old *portfolio.Cache, written time.Time) ([]readFile, error) {
	if err := r.prepare(); err != nil {
		return nil, err
	}
	list := make([]readFile, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range files {
		g.Go(func() error {
			list[i] = r.readFile(name, old, written)
			return nil
		})
	}
	return list, g.Wait()
}

// prepare opens what is needed to take term sheets out of agreements, whatever their files
// are called, and to find provisions.
func (r *portfolioReader) prepare() error {
	lib, err := r.openLibrary()
	if err != nil {
		return err
	}
	r.open, err = opener(lib, r.flags.fonts, r.flags.unverified)
	r.proof = lib.Hash()
	return err
}

func (r *portfolioReader) agreement(name string, src []byte, status portfolio.Status) (*portfolio.Agreement, *agreement.Problem, error) {
	proof, unproved := "", (*agreement.Problem)(nil)
	if carries(src) {
		carried, err := takenOut(r.open, name, src)
		if err != nil {
			return nil, nil, err
		}
		src, proof, unproved = carried.Best(), r.proof, carried.Unproved
	}
	sheet, err := schema.Load(name, src)
	if err != nil {
		return nil, nil, err
	}
	a := portfolio.Read(name, status, sheet.Sheet)
	a.Proof = proof
	return a, unproved, nil
}

// one reads a file that is not in the folder.
func (r *portfolioReader) one(name string, status portfolio.Status) (*portfolio.Agreement, error) {
	sheet, err := r.openLaid(r.open, name)
	if err != nil {
		return nil, err
	}
	return portfolio.Read(name, status, sheet.Sheet), nil
}

// statusOf is the status that the folder of a file gives it.
func statusOf(dir, name string) portfolio.Status {
	rest, err := filepath.Rel(dir, name)
	if err != nil {
		return portfolio.Signed
	}
	for _, part := range strings.Split(filepath.ToSlash(filepath.Dir(rest)), "/") {
		switch strings.ToLower(part) {
		case "draft", "drafts":
			return portfolio.Draft
		case "pending":
			return portfolio.Pending
		case "signed":
			return portfolio.Signed
		}
	}
	return portfolio.Signed
}
