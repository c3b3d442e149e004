package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// A round is a term sheet as it stood at a point of the negotiation, under a name. The
// rounds of deal.json are files of the folder deal.rounds beside it: 001.json, as it
// was, and 001.round, which says when, who and what.
type round struct {
	Number   int    `json:"number"`
	Name     string `json:"name"`
	Who      string `json:"who,omitempty"`
	When     string `json:"when" jsonschema_description:"As 2027-03-05T14:30:00Z."`
	Revision string `json:"revision"`
}

// Day is when it was kept, for a reader.
func (r round) Day() string {
	t, err := time.Parse(time.RFC3339, r.When)
	if err != nil {
		return r.When
	}
	return t.Format("2 January 2006, 15:04 UTC")
}

func roundsFolder(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".json"), ".jsonc") + ".rounds"
}

// Rounds are the rounds of a term sheet, the first first.
func (f *Folder) Rounds(name string) ([]round, error) {
	if err := f.named(name); err != nil {
		return nil, err
	}
	list := []round{}
	for n := 1; ; n++ {
		text, err := f.inside(fmt.Sprintf("%s/%03d.round", roundsFolder(name), n))
		if errors.Is(err, fs.ErrNotExist) {
			return list, nil
		}
		r := round{Number: n, Name: fmt.Sprintf("round %d", n)}
		if err == nil {
			err = json.Unmarshal(text, &r)
		}
		if err != nil {
			return list, &Refusal{422, fmt.Sprintf("round %d of %s cannot be read", n, name), "mend or rename its files in " + roundsFolder(name)}
		}
		r.Number = n
		list = append(list, r)
	}
}

func (f *Folder) inside(path string) ([]byte, error) {
	file, err := openPlain(f.root, path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostBytes))
}

// Round is the term sheet of a round.
func (f *Folder) Round(name string, number int) ([]byte, error) {
	if err := f.named(name); err != nil {
		return nil, err
	}
	text, err := f.inside(fmt.Sprintf("%s/%03d.json", roundsFolder(name), number))
	if err != nil {
		return nil, &Refusal{404, fmt.Sprintf("%s has no round %d", name, number), "the operation rounds lists them"}
	}
	return text, nil
}

type roundsRequest struct {
	File string `json:"file"`
}

type roundsAnswer struct {
	Rounds []round `json:"rounds"`
}

func rounds(_ context.Context, w *Workbench, in *roundsRequest) (*roundsAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	list, err := f.Rounds(in.File)
	return &roundsAnswer{list}, err
}

type roundRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Name     string `json:"name" jsonschema_description:"What the round is called, such as first offer."`
	Who      string `json:"who,omitempty" jsonschema_description:"Who made it."`
}

// saveRound keeps a term sheet as it stands as a round.
func saveRound(_ context.Context, w *Workbench, in *roundRequest) (*round, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Name) == "" {
		return nil, &Refusal{422, "the round has no name", "give one by which it is found again: first offer"}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	text, err := f.Read(in.File)
	if err != nil {
		return nil, err
	}
	if Revision(text) != in.Revision {
		return nil, errChanged(in.File)
	}
	list, err := f.Rounds(in.File)
	if err != nil {
		return nil, err
	}
	r := &round{Number: len(list) + 1, Name: in.Name, Who: in.Who, When: w.Now().UTC().Format(time.RFC3339), Revision: in.Revision}
	told, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, err
	}
	folder := roundsFolder(in.File)
	if err := f.root.MkdirAll(folder, 0o755); err != nil {
		return nil, unwritable(folder, err)
	}
	sub, err := f.root.OpenRoot(folder)
	if err != nil {
		return nil, unwritable(folder, err)
	}
	defer sub.Close()
	// What says that there is a round comes last, so that none is half there.
	if err := writeWhole(sub, fmt.Sprintf("%03d.json", r.Number), text, false); err != nil {
		return nil, err
	}
	return r, writeWhole(sub, fmt.Sprintf("%03d.round", r.Number), append(told, '\n'), true)
}

type backRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Round    int    `json:"round" jsonschema_description:"Its number, as rounds lists them."`
}

// backTo puts a term sheet back to a round.
func backTo(_ context.Context, w *Workbench, in *backRequest) (*turnAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	text, err := f.Round(in.File, in.Round)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("back to round %d", in.Round)
	if err := f.Change(in.File, in.Revision, what, text); err != nil {
		return nil, err
	}
	return &turnAnswer{Revision(text), what}, nil
}
