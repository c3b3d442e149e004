package pdf

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/smallstep/pkcs7"
)

// A Signature is what a field of a PDF holds that was signed: ISO 32000-1, 12.8.
type Signature struct {
	Field      string // name of the field
	Stamp      bool   // it attests a time and nothing else
	End        int    // it covers the file from its beginning to here, but for itself
	Signer     *x509.Certificate
	Others     []*x509.Certificate // that came with it
	Time       time.Time           // that the signer claims, or that a stamp attests; zero where there is none
	Reason     string
	Attested   *Signature // the stamp on it, which attests when it was there at the latest; nil where it has none
	Problem    error      // why it does not hold, or why that cannot be told; nil where it holds
	Unreadable bool       // whether it holds cannot be told
}

// Trust looks whether the certificate of a signature leads to one of some roots at the
// time that the signer claims. Whether it was withdrawn is not looked at.
func (s *Signature) Trust(roots *x509.CertPool) error {
	if s.Signer == nil {
		return errors.New("it has no certificate")
	}
	at := s.Time
	if at.IsZero() {
		at = s.Signer.NotBefore
	}
	between := x509.NewCertPool()
	for _, c := range s.Others {
		between.AddCert(c)
	}
	use := x509.ExtKeyUsageAny
	if s.Stamp {
		use = x509.ExtKeyUsageTimeStamping
	}
	_, err := s.Signer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{use}})
	return err
}

// Limits on signatures, which may be hostile.
const (
	mostFields    = 5000
	mostSignature = 8 << 20 // bytes
)

// Signatures reads the signatures of a PDF, in the order of what they cover. It
// does not tell what was added after them: see [ReadSigning].
func Signatures(file []byte) []Signature {
	r, err := open(file)
	if err != nil {
		return nil
	}
	catalog, _ := r.dict(r.trailer["Root"])
	form, _ := r.dict(catalog["AcroForm"])
	f := &finder{reader: r, seen: map[reference]bool{}, room: mostUnpacked/2 + mostRatio*len(file)}
	f.fields(form["Fields"], "", nil, 0)
	for i := range f.found { // few; in the order in which they came
		for j := i; j > 0 && f.found[j].End < f.found[j-1].End; j-- {
			f.found[j], f.found[j-1] = f.found[j-1], f.found[j]
		}
	}
	return f.found
}

// A finder finds the signed fields of a form.
type finder struct {
	*reader
	seen  map[reference]bool
	found []Signature
	room  int // bytes that may still be digested
}

func (f *finder) fields(v any, above string, kind any, depth int) {
	object, _ := f.resolve(v)
	list, _ := object.(array)
	for _, v := range list {
		ref, ok := v.(reference)
		if !ok || f.seen[ref] || len(f.seen) > mostFields || depth > mostNesting {
			continue
		}
		f.seen[ref] = true
		d, _ := f.dict(ref)
		called, own := plainText(d["T"]), kind
		if above != "" && called != "" {
			called = above + "." + called
		} else if called == "" {
			called = above
		}
		if d["FT"] != nil {
			own = d["FT"]
		}
		value, _ := d["V"].(reference)
		if own == name("Sig") && d["V"] != nil && !f.seen[value] { // no two fields have one value
			f.seen[value] = value != 0
			if sig, _ := f.dict(d["V"]); sig != nil {
				f.found = append(f.found, f.signature(called, sig))
			}
		}
		f.fields(d["Kids"], called, own, depth+1)
	}
}

var errTorn = errors.New("it is damaged")

var errCovers = errors.New("it does not say in the known way which bytes it covers")

// signature reads the value of a signed field.
func (f *finder) signature(called string, d dict) Signature {
	s := Signature{Field: called, Stamp: d["Type"] == name("DocTimeStamp"), Reason: plainText(d["Reason"]), Time: dateOf(plainText(d["M"]))}
	cms, _ := d["Contents"].(string)
	spans, _ := f.resolve(d["ByteRange"])
	covered, err := f.covered(spans, cms, &s)
	if err != nil {
		s.Problem = err
		return s
	}
	kind, _ := d["SubFilter"].(name)
	switch kind {
	case "adbe.pkcs7.detached", "ETSI.CAdES.detached":
		s.check([]byte(cms), covered)
	case "ETSI.RFC3161":
		s.checkStamp([]byte(cms), covered)
	default:
		s.Problem, s.Unreadable = fmt.Errorf("it is of a kind (%s) that engross does not read", kind), true
	}
	return s
}

// covered is what a signature covers: the file up to an end, but for the signature
// itself.
func (f *finder) covered(v any, cms string, s *Signature) ([]byte, error) {
	list, ok := ints(v)
	if !ok || len(list) != 4 {
		return nil, errCovers
	}
	before, from, after := list[1], list[2], list[3]
	if list[0] != 0 || before < 0 || from < before+2 || from > len(f.data) || after < 0 || after > len(f.data)-from {
		return nil, errCovers
	}
	s.End = from + after
	if f.room -= s.End; f.room < 0 || len(cms) > mostSignature {
		return nil, errTooLarge
	}
	hole := f.data[before:from]
	inside, err := hex.DecodeString(string(hole[1 : len(hole)-1]))
	if err != nil || hole[0] != '<' || hole[len(hole)-1] != '>' || string(inside) != cms {
		return nil, errors.New("it leaves out more of the file than itself")
	}
	return append(bytes.Clone(f.data[:before]), f.data[from:s.End]...), nil
}

// check holds a signature in the form of RFC 5652 against what it covers.
func (s *Signature) check(cms, covered []byte) {
	p, err := parseCMS(cms)
	if err != nil {
		s.Problem, s.Unreadable = err, !errors.Is(err, errTorn)
		return
	}
	s.signers(p)
	if len(p.Signers) != 1 || s.Signer == nil {
		s.Problem, s.Unreadable = errors.New("it does not name the one certificate that it was made with"), true
		return
	}
	var claimed time.Time
	if p.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &claimed) == nil {
		s.Time = claimed
	}
	p.Content = covered
	if s.verify(p); s.Problem == nil {
		s.stamp(p)
	}
}

// signers takes the certificates out of a signature.
func (s *Signature) signers(p *pkcs7.PKCS7) {
	s.Signer = p.GetOnlySigner()
	for _, c := range p.Certificates {
		if c != s.Signer {
			s.Others = append(s.Others, c)
		}
	}
}

// verify tells a signature that does not hold from one that is made in a way that is not
// known.
func (s *Signature) verify(p *pkcs7.PKCS7) {
	err := p.Verify()
	if unknownKind(err) {
		err = verifyKind(p, s.Signer)
	}
	_, differs := errors.AsType[*pkcs7.MessageDigestMismatchError](err)
	_, weak := errors.AsType[x509.InsecureAlgorithmError](err)
	_, late := errors.AsType[*pkcs7.SigningTimeNotValidError](err)
	switch {
	case err == nil:
	case differs:
		s.Problem = errors.New("what it covers was changed after it was made")
	case weak:
		s.Problem = errors.New("it rests on a digest that can be forged")
	case late:
		s.Problem = errors.New("it says that it was made when its certificate was not valid")
	case unknownKind(err):
		s.Problem, s.Unreadable = errors.New("it is made in a way that engross does not know"), true
	default:
		s.Problem = errors.New("it was not made with the key of its certificate")
	}
}

func unknownKind(err error) bool {
	return errors.Is(err, x509.ErrUnsupportedAlgorithm) || err != nil && strings.Contains(err.Error(), "unsupported")
}

// parseCMS reads a signature, which has blanks after it. What is nested deeper than
// signatures are is refused: the module that reads it would take for ever.
func parseCMS(cms []byte) (p *pkcs7.PKCS7, err error) {
	end, ok := asnEnd(cms, 0, 0)
	if !ok {
		return nil, errTorn
	}
	defer func() {
		if recover() != nil { // the module trusts what it reads
			p, err = nil, errTorn
		}
	}()
	p, err = pkcs7.Parse(cms[:end])
	if err != nil {
		return nil, errors.New("it is damaged, or in a form that engross does not read")
	}
	return p, nil
}

// mostASN is how deep values stand in one another in a signature.
const mostASN = 40

// asnEnd is where the value ends that begins at at: X.690, 8.1.
func asnEnd(b []byte, at, depth int) (int, bool) {
	if depth > mostASN || at+2 > len(b) {
		return 0, false
	}
	nested := b[at]&0x20 != 0
	if b[at]&0x1F == 0x1F { // a tag of several bytes
		return 0, false
	}
	length := int(b[at+1])
	at += 2
	if length == 0x80 { // up to two zeros
		for nested {
			if at+2 > len(b) {
				return 0, false
			}
			if b[at] == 0 && b[at+1] == 0 {
				return at + 2, true
			}
			var ok bool
			if at, ok = asnEnd(b, at, depth+1); !ok {
				return 0, false
			}
		}
		return 0, false
	}
	if length > 0x80 {
		n := length & 0x7F
		if n > 4 || at+n > len(b) {
			return 0, false
		}
		length = 0
		for _, c := range b[at : at+n] {
			length = length<<8 | int(c)
		}
		at += n
	}
	end := at + length
	if length < 0 || end > len(b) || end < at {
		return 0, false
	}
	for nested && at < end {
		var ok bool
		if at, ok = asnEnd(b[:end], at, depth+1); !ok {
			return 0, false
		}
	}
	return end, true
}

// dateOf reads a date of a PDF: ISO 32000-1, 7.9.4. It is zero where it is none.
func dateOf(s string) time.Time {
	for _, form := range []string{"D:20060102150405Z07'00'", "D:20060102150405-07'00'", "D:20060102150405-07'00", "D:20060102150405Z", "D:20060102150405"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
