package renew

import (
	"errors"

	"github.com/engross/engross/assemble"
)

func (w *work) amend(r *Renewal, before, after *assemble.Result) error {
	return errors.New("amendments are not made yet")
}
