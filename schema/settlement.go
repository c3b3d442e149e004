package schema

// A Settlement settles the past, and gives freedom from suit beside the grants.
// Nothing is released, and nobody is spared a suit, unless it says so.
type Settlement struct {
	// Past claims that are given up.
	Releases []Release `json:"releases,omitempty"`
	// Promises not to sue.
	Covenants []Covenant `json:"covenants,omitempty"`
}

// A Release gives up claims for past acts.
type Release struct {
	// Id of the party that releases, or "members": each member for itself.
	From string `json:"from" jsonschema:"required" ref:"parties,members" gone:"holder"`
	// Ids of the parties released, each with its affiliates, or "members".
	To []string `json:"to" jsonschema:"required,minItems=1" ref:"parties,members" gone:"list"`
	// The claims, in words. Left out, claims for acts that the licences from the one to the other would have allowed.
	Claims string `json:"claims,omitempty" jsonschema:"maxLength=1000"`
	// Last day of the acts released. Left out, the effective date.
	Until Date `json:"until,omitzero"`
	// Claims that the releasing party does not know of are released too.
	Unknown bool `json:"unknown,omitempty"`
	// Customers of the released party are released for its products too.
	Customers bool `json:"customers,omitempty"`
	// What the released party pays for the release to the party that releases; several together.
	Payment *Money `json:"payment,omitempty"`
	// When it falls due. Left out, the effective date.
	Due Date `json:"due,omitzero"`
}

// A Covenant is a promise not to sue.
type Covenant struct {
	// What is promised: not to assert patents that no grant covers; to bring no action for a time; or not to sue customers.
	Kind string `json:"kind" jsonschema:"required,enum=patents,enum=standstill,enum=customers"`
	// Id of the party that promises, or "members": each member for itself.
	From string `json:"from" jsonschema:"required" ref:"parties,members" gone:"holder"`
	// Ids of the parties to whom it promises, or "members".
	To []string `json:"to" jsonschema:"required,minItems=1" ref:"parties,members" gone:"list"`
	// For patents: only those first filed up to this day.
	FiledBy Date `json:"filed_by,omitzero"`
	// Id of the field to whose products it is confined.
	Field string `json:"field,omitempty" ref:"fields"`
	// Last day. Left out, the end of the agreement; needed for a standstill.
	Until Date `json:"until,omitzero"`
	// Suppliers and customers of the other party are protected for its products too.
	Chain bool `json:"chain,omitempty"`
}
