package pdf

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"github.com/smallstep/pkcs7"
)

// TestKindsOfSignatures verifies signatures as services make them: with RSA in both paddings
// and with Ed25519.
func TestKindsOfSignatures(t *testing.T) {
	secret, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sha := pkix.AlgorithmIdentifier{Algorithm: pkcs7.OIDDigestAlgorithmSHA256}
	pss := func(t *testing.T, mask pkix.AlgorithmIdentifier) pkix.AlgorithmIdentifier {
		type masked struct {
			Algorithm asn1.ObjectIdentifier
			Hash      pkix.AlgorithmIdentifier
		}
		parameters, err := asn1.Marshal(struct {
			Hash pkix.AlgorithmIdentifier `asn1:"explicit,tag:0"`
			Mask masked                   `asn1:"explicit,tag:1"`
			Salt int                      `asn1:"explicit,tag:2"`
		}{sha, masked{idMGF1, mask}, 32})
		if err != nil {
			t.Fatal(err)
		}
		return pkix.AlgorithmIdentifier{Algorithm: idPSS, Parameters: asn1.RawValue{FullBytes: parameters}}
	}
	padded := func(signed []byte) ([]byte, error) {
		digest := sha256.Sum256(signed)
		return rsa.SignPSS(rand.Reader, secret, crypto.SHA256, digest[:], nil)
	}
	for what, test := range map[string]struct {
		key   crypto.Signer
		how   pkix.AlgorithmIdentifier
		sign  func(signed []byte) ([]byte, error) // nil where the module signs
		holds bool
	}{
		"RSA":                    {key: secret, holds: true},
		"RSA-PSS":                {secret, pss(t, sha), padded, true},
		"RSA-PSS, another mask":  {secret, pss(t, pkix.AlgorithmIdentifier{Algorithm: pkcs7.OIDDigestAlgorithmSHA1}), padded, false},
		"RSA-PSS, no parameters": {secret, pkix.AlgorithmIdentifier{Algorithm: idPSS}, padded, false},
		"Ed25519":                {ed, pkix.AlgorithmIdentifier{Algorithm: idEd25519}, func(signed []byte) ([]byte, error) { return ed.Sign(nil, signed, crypto.Hash(0)) }, true},
		"nothing known":          {ed, pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 3}}, padded, false},
	} {
		t.Run(what, func(t *testing.T) {
			cms := signedBy(t, test.key, secret, test.how, test.sign)
			s := &Signature{}
			if s.check(cms, []byte("covered")); (s.Problem == nil) != test.holds || s.Unreadable == test.holds {
				t.Errorf("holds: %v, read: %v", s.Problem, !s.Unreadable)
			}
			s = &Signature{}
			if s.check(cms, []byte("other")); s.Problem == nil || s.Unreadable {
				t.Errorf("over other bytes: %v, read: %v", s.Problem, !s.Unreadable)
			}
			if test.holds {
				cms[len(cms)-3] ^= 1 // in the signature itself, which stands last
				if s.check(cms, []byte("covered")); s.Problem == nil {
					t.Error("it holds with a bit turned over")
				}
			}
		})
	}
}

// signedBy is a signature whose certificate is of one key; the module signs with another,
// which it knows, where sign does it over.
func signedBy(t *testing.T, key, known crypto.Signer, how pkix.AlgorithmIdentifier, sign func([]byte) ([]byte, error)) []byte {
	t.Helper()
	d, err := pkcs7.NewSignedData([]byte("covered"))
	if err != nil {
		t.Fatal(err)
	}
	d.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := d.AddSigner(certificate(t, key), known, pkcs7.SignerInfoConfig{}); err != nil {
		t.Fatal(err)
	}
	if sign != nil {
		signer := &d.GetSignedData().SignerInfos[0]
		signed, err := asn1.MarshalWithParams(signer.AuthenticatedAttributes, "set")
		if err != nil {
			t.Fatal(err)
		}
		if signer.EncryptedDigest, err = sign(signed); err != nil {
			t.Fatal(err)
		}
		signer.DigestEncryptionAlgorithm = how
	}
	out, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
