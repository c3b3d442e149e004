package pdf

import (
	"bytes"
	"crypto"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"github.com/smallstep/pkcs7"
)

// stamped is what a stamp attests: RFC 3161, 2.4.2. What follows is not looked at.
type stamped struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	Serial asn1.RawValue
	Time   time.Time `asn1:"generalized"`
}

// imprints are the digests that stamps are made of.
var imprints = []struct {
	id   asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
}

// stampOn is the kind of entry in which a signature has a stamp on it: RFC 3161, appendix A.
var stampOn = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}

// stamp reads the stamp on a signature. One that does not hold was put there, or the
// signature was taken from elsewhere: then nothing is known of when it was made.
func (s *Signature) stamp(p *pkcs7.PKCS7) {
	for _, entry := range p.Signers[0].UnauthenticatedAttributes {
		if !entry.Type.Equal(stampOn) {
			continue
		}
		on := &Signature{Stamp: true}
		on.checkStamp(entry.Value.Bytes, p.Signers[0].EncryptedDigest)
		if s.Attested = on; on.Problem != nil && !on.Unreadable {
			s.Problem = fmt.Errorf("the time stamp on it does not hold: %w", on.Problem)
		}
	}
}

// checkStamp holds a stamp against what it covers, and takes the time out of it.
func (s *Signature) checkStamp(cms, covered []byte) {
	s.Time = time.Time{}
	p, err := parseCMS(cms)
	if err != nil {
		s.Problem, s.Unreadable = err, !errors.Is(err, errTorn)
		return
	}
	s.signers(p)
	var info stamped
	if rest, err := asn1.Unmarshal(p.Content, &info); err != nil || len(rest) > 0 || s.Signer == nil {
		s.Problem, s.Unreadable = errors.New("it attests no time that can be read"), true
		return
	}
	s.Time = info.Time.UTC()
	for _, i := range imprints {
		if !i.id.Equal(info.Imprint.Algorithm.Algorithm) {
			continue
		}
		h := i.hash.New()
		h.Write(covered)
		if !bytes.Equal(h.Sum(nil), info.Imprint.Digest) {
			s.Problem = errors.New("what it covers was changed after it was made")
			return
		}
		s.verify(p)
		return
	}
	s.Problem, s.Unreadable = errors.New("it is made in a way that engross does not know"), true
}
