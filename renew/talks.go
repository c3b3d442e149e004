package renew

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/schema"
)

// dropTalks takes out what was said in the talks on last year's agreement.
func (w *work) dropTalks() {
	w.draft.remove([]string{"answers"}, reason{"past", "it was said in the talks on last year's agreement"})
}

// dropWording takes out what was negotiated of clauses that are not in the new
// agreement any more, and reports whether there was any.
func (w *work) dropWording(f *schema.File) (dropped bool, err error) {
	if len(f.Sheet.Wording) == 0 {
		return false, nil
	}
	deal, err := w.lib.Resolve(f)
	if err != nil {
		return false, w.placed(err)
	}
	for i, x := range slices.Backward(f.Sheet.Wording) {
		topic, _, _ := strings.Cut(x.Provision, ".")
		if !deal.Has(topic) && !strings.HasPrefix(x.Provision, "term:") {
			w.draft.remove([]string{"wording", strconv.Itoa(i)}, reason{"past", "its clause is no longer in the agreement"})
			dropped = true
		}
	}
	return dropped, nil
}
