package redline

// A Run is a stretch of text that one draft has or both have.
type Run struct {
	Kind RunKind `json:"kind"`
	Text string  `json:"text"`
}

// A RunKind says which draft has a [Run].
type RunKind string
