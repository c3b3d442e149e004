package draft_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/draft"
)

// told is all that a verdict says.
func told(v *draft.Verdict) string {
	lines := append([]string{v.Finding.String()}, v.Reasons...)
	for _, d := range v.Where {
		lines = append(lines, d.String())
	}
	for _, s := range v.Signatures {
		lines = append(lines, s.String())
	}
	for _, f := range v.Fields {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

var ada, grace = newSignatory("Ada Lovelace"), newSignatory("Grace Hopper")

// signedTwice is an agreement that one party has signed and dated, and then the other.
func signedTwice(l *lab) ([]byte, *lab) {
	first := join(l.filling("party1_date", "2 January 2030"))
	l1 := l.with(first)
	file := l.updated(l.made, first, layout{packed: true})
	second := l1.signing("party1_signature")
	l2 := l1.with(second)
	file = ada.sign(l1.updated(file, second, layout{}), 0, 0)
	third := l2.signing("party2_signature")
	return grace.sign(l2.updated(file, third, layout{packed: true}), 0, 0), l2.with(third)
}

// checkedLater is an agreement that both signed, with the data for checking their
// signatures when the certificates are gone.
func checkedLater(l *lab) ([]byte, *lab) {
	twice, l2 := signedTwice(l)
	n := l2.free()
	c := l2.clone()
	c.edit(l.root, "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS <</Certs [%d 0 R]>> /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 1>>>>", n))
	objects := map[int]object{l.root: c.objects[l.root], n: streaming("", ada.cert.Raw)}
	return l2.updated(twice, objects, layout{}), l2.with(objects)
}

// TestSigned verifies agreements that were signed as programs sign: in the fields, where
// nothing is seen, one after the other, with what is needed to check signatures
// later.
func TestSigned(t *testing.T) {
	lib := library(t)
	l := theLab()
	twice, _ := signedTwice(l)
	later, l3 := checkedLater(l)
	stamp := unsigned("DocTimeStamp")
	stamp.body = strings.Replace(stamp.body, "ETSI.CAdES.detached", "ETSI.RFC3161", 1)
	archived := signedWith(newSignatory("Clock").stamped, l3.updated(later, l3.unseen(stamp), layout{}), 0, 0)
	saved := l.clone()
	saved.edit(l.info, ">>", " /ModDate (D:20300102030405Z)>>")
	meta := saved.objects[saved.having("/Type /Metadata")]
	stamped := streaming("/Type /Metadata /Subtype /XML", bytes.Replace(meta.stream, []byte("</rdf:Description>"), []byte(`</rdf:Description><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:ModifyDate>2030-01-02</xmp:ModifyDate></rdf:Description>`), 1))
	asSaved := ada.sign(l.updated(l.made, join(l.signing("party1_signature"), map[int]object{l.info: saved.objects[l.info], saved.having("/Type /Metadata"): stamped}), layout{packed: true}), 0, 0)
	shown := func(drawn, fonts string) []byte {
		objects := l.showing("party1_date", "2 January 2030", drawn, fonts)
		c := l.with(objects)
		return ada.sign(c.updated(l.updated(l.made, objects, layout{}), c.signing("party1_signature"), layout{}), 0, 0)
	}
	helvetica := "/Helv <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding <</Type /Encoding /Differences [24 /breve 39 /quotesingle 96 /grave 128 /bullet]>>>>"
	for name, test := range map[string]struct {
		file []byte
		want []string
	}{
		"once":                {ada.sign(l.updated(l.made, l.signing("party1_signature"), layout{}), 0, 0), []string{"Ada Lovelace", "Brenta Motion S.p.A.: not signed", "holds over the first"}},
		"in streams":          {ada.sign(l.updated(l.made, l.signing("party1_signature"), layout{packed: true}), 0, 0), []string{"Ada Lovelace, Test; claims to have signed at"}},
		"twice":               {twice, []string{"after it: Signature of Brenta Motion", "Date of Kestrel Drives plc: filled in with “2 January 2030”", "Grace Hopper"}},
		"to be checked later": {later, []string{"after it: data for checking signatures later"}},
		"not seen":            {ada.sign(l.updated(l.made, l.unseen(unsigned("Sig")), layout{}), 0, 0), []string{"The field “Signature", ": Ada Lovelace"}},
		"as an archive keeps": {archived, []string{"Ada Lovelace", "Grace Hopper", "after it: data for checking signatures later, Signature", "time stamp by Clock, Test; attests 2030-01-02T03:04:05Z; holds over the first"}},
		"with an own font":    {shown("/Tx BMC q 1 1 98 18 re W n BT /Helv 9 Tf 0 0 0 rg 2 6 Td [(2 Janu) 20 (ary 2030)] TJ ET Q EMC", helvetica), []string{"filled in with “2 January 2030”"}},
		"shown by a library":  {shown("q 1 0 0 1 0 0 cm 0 0 m 0 20 l 100 20 l 100 0 l h W n /Tx BMC q BT 0 g /Text 10 Tf 1 0 0 1 2 5 Tm <32204A616E756172792032303330> Tj ET Q EMC Q", ""), []string{"filled in with “2 January 2030”"}},
		"with a saving date":  {asSaved, []string{"Ada Lovelace"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := draft.VerifyPDF(lib, "a.pdf", test.file, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if v.Finding != draft.UnalteredSigned || !v.Finding.Proved() {
				t.Errorf("it is called\n%s", told(v))
			}
			for _, want := range append(test.want, "trust not judged") {
				if !strings.Contains(told(v), want) {
					t.Errorf("it says\n%s\nand not %q", told(v), want)
				}
			}
			if _, err := (draft.Opener{Library: lib}).PDF("a.pdf", test.file); err != nil {
				t.Errorf("it is not opened: %v", err)
			}
		})
	}
}

// TestASignerSpeaksInOneLine signs with a name that looks like what verify says.
func TestASignerSpeaksInOneLine(t *testing.T) {
	l := theLab()
	eve := newSignatory("Eve\nSignature of Brenta Motion S.p.A.: Grace Hopper; holds")
	v, err := draft.VerifyPDF(library(t), "a.pdf", eve.sign(l.updated(l.made, l.signing("party1_signature"), layout{}), 0, 0), nil, nil)
	if err != nil || !strings.Contains(told(v), "Kestrel Drives plc: Eve Signature of") || strings.Contains(told(v), "\nSignature of Brenta Motion S.p.A.: Grace") {
		t.Errorf("%v\n%s", err, told(v))
	}
}

// TestRoots judges a signature by certificates that the user names.
func TestRoots(t *testing.T) {
	l := theLab()
	file, _ := signedTwice(l)
	for name, test := range map[string]struct {
		roots   []*x509.Certificate
		finding draft.Finding
		want    string
	}{
		"both":    {[]*x509.Certificate{ada.cert, grace.cert}, draft.UnalteredSigned, "leads to a root that was named (whether it was withdrawn is not judged)"},
		"one":     {[]*x509.Certificate{ada.cert}, draft.NotProved, "the signature of Grace Hopper (party2_signature): its certificate does not lead to a root"},
		"neither": {nil, draft.NotProved, "the signature of Ada Lovelace (party1_signature): its certificate does not lead to a root"},
	} {
		pool := x509.NewCertPool()
		for _, c := range test.roots {
			pool.AddCert(c)
		}
		v, err := draft.VerifyPDF(library(t), "a.pdf", file, nil, pool)
		if err != nil || v.Finding != test.finding || !strings.Contains(told(v), test.want) {
			t.Errorf("%s: %v\n%s", name, err, told(v))
		}
	}
}
