package batch

import (
	"encoding/json"
	"time"
)

// ApprovalsFile is where it is kept which renewals were approved, beside their manifest.
// It has the ending of no format of a batch, so that no agreement has its name.
const ApprovalsFile = "approvals.review"

// An Approval is who approved renewals that changed alike, when, and how many they were.
type Approval struct {
	Who   string `json:"who"`
	When  string `json:"when"` // RFC 3339, in UTC
	Count int    `json:"count"`
}

// Approvals are the groups that were approved, by their signatures.
type Approvals map[string]Approval

// ReadApprovals reads a file of approvals. One that cannot be read approves nothing.
func ReadApprovals(text []byte) Approvals {
	list := Approvals{}
	if json.Unmarshal(text, &list) != nil || list == nil {
		return Approvals{}
	}
	return list
}

// JSON is the text of the file.
func (a Approvals) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(a, "", "  ")
	return append(text, '\n'), err
}

// Approve notes who approved a group as it is.
func (a Approvals) Approve(g *Group, who string, at time.Time) {
	a[g.Signature] = Approval{Who: who, When: at.UTC().Format(time.RFC3339), Count: g.Count}
	a.mark(g)
}

// Mark says of each group of a review whether it was approved.
func (a Approvals) Mark(r *Grouping) {
	for i := range r.Groups {
		a.mark(&r.Groups[i])
	}
}

func (a Approvals) mark(g *Group) {
	if x, ok := a[g.Signature]; ok {
		g.Approved = &x
	}
}
