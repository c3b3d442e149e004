package draft_test

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	foreign "github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/sign"
	"github.com/digitorus/timestamp"

	"github.com/engross/engross/draft"
)

// stamps is a service that attests the time.
func stamps(t *testing.T, s *signatory) string {
	t.Helper()
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		asked, err := timestamp.ParseRequest(body)
		if err != nil {
			t.Error(err)
			return
		}
		stamp := timestamp.Timestamp{HashAlgorithm: asked.HashAlgorithm, HashedMessage: asked.HashedMessage, Nonce: asked.Nonce,
			Time: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
		answer, err := stamp.CreateResponseWithOpts(s.cert, s.key, crypto.SHA256)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(service.Close)
	return service.URL
}

// signedBy is a file signed by a program that is not ours.
func signedBy(t *testing.T, file []byte, s *signatory, kind sign.CertType, service string) []byte {
	t.Helper()
	r, err := foreign.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = sign.Sign(bytes.NewReader(file), &out, r, int64(len(file)), sign.SignData{
		Signature: sign.SignDataSignature{CertType: kind, DocMDPPerm: sign.AllowFillingExistingFormFieldsAndSignaturesPerms,
			Info: sign.SignDataSignatureInfo{Name: s.cert.Subject.CommonName, Date: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)}},
		Signer: s.key, DigestAlgorithm: crypto.SHA256, Certificate: s.cert, TSA: sign.TSA{URL: service},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSignedElsewhere verifies what a program that is not ours signed, with stamps of
// a service for the time, and with what is needed to check it years later; and the same altered.
func TestSignedElsewhere(t *testing.T) {
	lib := library(t)
	l := theLab()
	service := stamps(t, newSignatory("Clock"))
	once := signedBy(t, l.made, ada, sign.ApprovalSignature, "")
	certified := signedBy(t, l.made, ada, sign.CertificationSignature, service)
	stamped := signedBy(t, certified, grace, sign.ApprovalSignature, service)
	kept := signedBy(t, stamped, newSignatory("Clock"), sign.TimeStampSignature, service)
	// The digest that a stamp attests stands in the stamp alone, but for the signature.
	imprint := regexp.MustCompile(`(?i)0609608648016503040201(0500)?0420`).FindAllIndex(certified, -1)
	restamped := bytes.Clone(certified)
	at := imprint[len(imprint)-1][1]
	copy(restamped[at:], "0000000000000000")
	altered := altering(l, func(c *lab) { c.objects[l.content(4)] = overdrawn(t, l) }).written(layout{packed: true})
	for name, test := range map[string]struct {
		file    []byte
		finding draft.Finding
		want    []string
	}{
		"once":                      {once, draft.UnalteredSigned, []string{"Ada Lovelace", "Brenta Motion S.p.A.: not signed"}},
		"certified, with a stamp":   {certified, draft.UnalteredSigned, []string{"Ada Lovelace", "a time stamp by Clock attests that it was there at 2030-01-02T03:04:05Z"}},
		"by another after that":     {stamped, draft.UnalteredSigned, []string{"Ada Lovelace", "Grace Hopper", "after it"}},
		"with a stamp over all":     {kept, draft.UnalteredSigned, []string{"Grace Hopper", "time stamp"}},
		"with a stamp of another":   {restamped, draft.NotProved, []string{"the time stamp on it does not hold"}},
		"altered before":            {signedBy(t, altered, ada, sign.ApprovalSignature, ""), draft.NotProved, []string{"93 percent"}},
		"cut in the last signature": {kept[:len(kept)-400], draft.NotProved, nil},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := draft.VerifyPDF(lib, "a.pdf", test.file, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if v.Finding != test.finding {
				t.Errorf("it is called\n%s", told(v))
			}
			for _, want := range test.want {
				if !strings.Contains(told(v), want) {
					t.Errorf("it says\n%s\nand not %q", told(v), want)
				}
			}
		})
	}
}
