package pdf

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

// smallForm is a file with a form of one field for a signature, small enough that much
// can be tried.
var smallForm = func() string {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, body := range []string{
		"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R 5 0 R]>>>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Page /Parent 2 0 R /Annots [4 0 R 5 0 R]>>",
		"<</T (s) /FT /Sig /F 4 /Rect [0 0 9 9] /AP <</N 6 0 R>>>>", "<</T (d) /FT /Tx /F 4 /Rect [0 9 9 18] /AP <</N 6 0 R>>>>",
		"<</Subtype /Form /BBox [0 0 9 9] /Length 0>>\nstream\n\nendstream", "<</Title (t)>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	b.WriteString("xref\n0 8\n0000000000 65535 f \n")
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 8 /Root 1 0 R /Info 7 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.String()
}()

// filledIn is an update of the small form: its field holds a value.
func filledIn(value string) string {
	object := "4 0 obj\n<</T (s) /FT /Sig /F 4 /Rect [0 0 9 9] /AP <</N 6 0 R>> /V " + value + ">>\nendobj\n"
	at := len(smallForm)
	prev := strings.Split(smallForm[strings.Index(smallForm, "startxref"):], "\n")[1]
	return object + fmt.Sprintf("xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 8 /Root 1 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF\n", at, prev, at+len(object))
}

func FuzzSigning(f *testing.F) {
	f.Add([]byte(filledIn("<</ByteRange [0 1 2 3] /Contents <00>>>")))
	f.Add([]byte(filledIn("6 0 R")))
	f.Add([]byte("8 0 obj\n<</Type /XRef /W [1 1 1] /Index [8 1] /Prev 1 /Length 3>>\nstream\n\x01\x00\x00\nendstream\nendobj\nstartxref\n1\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, added []byte) {
		file := append([]byte(smallForm), added...)
		s, err := ReadSigning(file, len(smallForm))
		if err != nil {
			return
		}
		end := 0
		for _, a := range s.Added {
			end = a.End
		}
		if len(added) > 0 && end != len(file) {
			t.Errorf("%d bytes were not looked at", len(file)-end)
		}
		Signatures(file)
	})
}

// certificate is one of Ada for a key, signed by itself.
func certificate(t testing.TB, key crypto.Signer) *x509.Certificate {
	t.Helper()
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Ada"}, NotBefore: day, NotAfter: day.AddDate(100, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// signature is one over what it holds.
func signature(t testing.TB, covered []byte) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d, err := pkcs7.NewSignedData(covered)
	if err != nil {
		t.Fatal(err)
	}
	d.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := d.AddSigner(certificate(t, key), key, pkcs7.SignerInfoConfig{}); err != nil {
		t.Fatal(err)
	}
	out, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func FuzzSignature(f *testing.F) {
	seed, err := os.ReadFile("testdata/signature.der") // over "covered"
	if err != nil {
		f.Fatal(err)
	}
	s := &Signature{}
	if s.check(seed, []byte("covered")); s.Problem != nil || s.Signer.Subject.CommonName != "Ada" {
		f.Fatal(s.Problem)
	}
	f.Add(seed)
	f.Add([]byte("\x30\x80\x06\x01\x2A\xA0\x80\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, cms []byte) {
		for _, check := range []func(*Signature, []byte, []byte){(*Signature).check, (*Signature).checkStamp} {
			s := &Signature{}
			if check(s, cms, []byte("other")); s.Problem == nil {
				t.Error("it holds over what it does not cover")
			}
		}
	})
}

// TestSignaturesOfOneValue reads a form in which many fields have one value: it is read
// once.
func TestSignaturesOfOneValue(t *testing.T) {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [")
	for n := range 500 {
		fmt.Fprintf(&b, "%d 0 R ", n+10)
	}
	b.WriteString("]>>>>\nendobj\n3 0 obj\n<</ByteRange [0 1 2 3] /Contents <00>>>\nendobj\n")
	for n := range 500 {
		fmt.Fprintf(&b, "%d 0 obj\n<</T (f) /FT /Sig /V 3 0 R>>\nendobj\n", n+10)
	}
	b.WriteString("trailer\n<</Root 1 0 R>>\n")
	if list := Signatures([]byte(b.String())); len(list) != 1 || list[0].Problem == nil {
		t.Errorf("%d signatures: %+v", len(list), list)
	}
}

// TestStamp reads what a stamp attests, and holds it against what it covers.
func TestStamp(t *testing.T) {
	covered := []byte("what is stamped")
	when := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	info := stamped{Version: 1, Policy: asn1.ObjectIdentifier{1, 2, 3}, Serial: asn1.RawValue{FullBytes: []byte{2, 1, 9}}, Time: when}
	info.Imprint.Algorithm.Algorithm = imprints[0].id
	h := imprints[0].hash.New()
	h.Write(covered)
	info.Imprint.Digest = h.Sum(nil)
	attested, err := asn1.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	cms := append(signature(t, attested), make([]byte, 100)...) // blanks after it
	s := &Signature{Stamp: true}
	if s.checkStamp(cms, covered); s.Problem != nil || !s.Time.Equal(when) {
		t.Errorf("it attests %v: %v", s.Time, s.Problem)
	}
	if s.checkStamp(cms, []byte("something else")); s.Problem == nil {
		t.Error("it holds over something else")
	}
}

// TestReadSigningEndsOnAnyBytes reads every beginning of an update, and every update in
// which one bit is other.
func TestReadSigningEndsOnAnyBytes(t *testing.T) {
	added := []byte(filledIn("<</ByteRange [0 1 2 3] /Contents <00>>>"))
	if s, err := ReadSigning(append([]byte(smallForm), added...), len(smallForm)); err != nil || len(s.Other) > 0 || len(s.Added) != 1 {
		t.Fatalf("%v %+v", err, s)
	}
	for i := range added {
		ReadSigning(append([]byte(smallForm), added[:i]...), len(smallForm))
		for bit := range 8 {
			other := bytes.Clone(added)
			other[i] ^= 1 << bit
			ReadSigning(append([]byte(smallForm), other...), len(smallForm))
		}
	}
	nested := strings.Repeat("3080", 1<<20)
	cms, err := hex.DecodeString(nested)
	if err != nil {
		t.Fatal(err)
	}
	s := &Signature{}
	if s.check(cms, nil); s.Problem == nil {
		t.Error("values in one another without end are a signature")
	}
}
