package pdf

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"

	"github.com/smallstep/pkcs7"
)

// Kinds of signatures that the module does not verify: RFC 4056 and RFC 8419.
var (
	idPSS     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	idMGF1    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	idEd25519 = asn1.ObjectIdentifier{1, 3, 101, 112}
)

// verifyKind verifies a signature of these kinds, whose digest is known to be that of what
// it covers.
func verifyKind(p *pkcs7.PKCS7, by *x509.Certificate) error {
	signer := p.Signers[0]
	signed := p.Content
	if len(signer.AuthenticatedAttributes) > 0 {
		var err error
		if signed, err = asn1.MarshalWithParams(signer.AuthenticatedAttributes, "set"); err != nil {
			return err
		}
	}
	switch how := signer.DigestEncryptionAlgorithm; {
	case how.Algorithm.Equal(idEd25519):
		return by.CheckSignature(x509.PureEd25519, signed, signer.EncryptedDigest)
	case how.Algorithm.Equal(idPSS):
		hash, known := hashOfPSS(how.Parameters.FullBytes, signer.DigestAlgorithm.Algorithm)
		key, rsaKey := by.PublicKey.(*rsa.PublicKey)
		if !known || !rsaKey {
			return x509.ErrUnsupportedAlgorithm
		}
		h := hash.New()
		h.Write(signed)
		return rsa.VerifyPSS(key, hash, h.Sum(nil), signer.EncryptedDigest, nil)
	}
	return x509.ErrUnsupportedAlgorithm
}

// hashOfPSS is the digest of a signature by RSASSA-PSS, where it is that of what is signed
// and of the mask.
func hashOfPSS(parameters []byte, digest asn1.ObjectIdentifier) (crypto.Hash, bool) {
	var said struct {
		Hash pkix.AlgorithmIdentifier `asn1:"explicit,tag:0"`
		Mask struct {
			Algorithm asn1.ObjectIdentifier
			Hash      pkix.AlgorithmIdentifier
		} `asn1:"explicit,tag:1"`
		Salt    int `asn1:"optional,explicit,tag:2,default:20"`
		Trailer int `asn1:"optional,explicit,tag:3,default:1"`
	}
	if _, err := asn1.Unmarshal(parameters, &said); err != nil || !said.Mask.Algorithm.Equal(idMGF1) ||
		!said.Hash.Algorithm.Equal(digest) || !said.Mask.Hash.Algorithm.Equal(digest) {
		return 0, false
	}
	for _, i := range imprints {
		if i.id.Equal(digest) {
			return i.hash, true
		}
	}
	return 0, false
}
