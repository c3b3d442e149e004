package draft_test

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
	"github.com/smallstep/pkcs7"

	"github.com/engross/engross/draft"
)

// A lab is an agreement taken apart into its objects, to be altered and put
// together again. It knows PDF by itself, so that it can write what engross would not.
type lab struct {
	made       []byte
	objects    map[int]object
	root, info int
}

// An object is one of a PDF, as it is written.
type object struct {
	body       string
	stream     []byte // nil where it has none
	generation int
}

func text(format string, args ...any) object { return object{body: fmt.Sprintf(format, args...)} }

// streaming is an object with a stream, whose length is written before it.
func streaming(dict string, data []byte) object {
	return object{body: fmt.Sprintf("<<%s /Length %d>>", dict, len(data)), stream: data}
}

var (
	objectHead  = regexp.MustCompile(`(?:^|\n)(\d+) 0 obj\n`)
	packHead    = regexp.MustCompile(`/Type /ObjStm /N (\d+) /First (\d+)`)
	trailerPart = regexp.MustCompile(`/Root (\d+) 0 R /Info (\d+) 0 R`)
)

// takenApart reads an agreement as engross writes it.
func takenApart(t testing.TB, pdf []byte) *lab {
	t.Helper()
	l := &lab{made: pdf, objects: map[int]object{}}
	m := trailerPart.FindSubmatch(pdf)
	l.root, l.info = atoi(m[1]), atoi(m[2])
	for at := 0; ; {
		m := objectHead.FindSubmatchIndex(pdf[at:])
		if m == nil {
			break
		}
		n, rest := atoi(pdf[at+m[2]:at+m[3]]), pdf[at+m[1]:]
		body, after, _ := bytes.Cut(rest, []byte("\nstream\n"))
		size := regexp.MustCompile(`/Length (\d+)`).FindSubmatch(body)
		stream := after[:atoi(size[1])]
		at = len(pdf) - len(after) + len(stream)
		if head := packHead.FindSubmatch(body); head != nil {
			l.unpack(inflate(t, stream), atoi(head[1]), atoi(head[2]))
		} else if !bytes.Contains(body, []byte("/Type /XRef")) {
			l.objects[n] = object{body: string(body), stream: stream}
		}
	}
	return l
}

func (l *lab) unpack(data []byte, count, first int) {
	index := strings.Fields(string(data[:first]))
	for i := range count {
		end := len(data)
		if i+1 < count {
			end = first + atoi(index[2*i+3])
		}
		l.objects[atoi(index[2*i])] = object{body: strings.TrimSpace(string(data[first+atoi(index[2*i+1]) : end]))}
	}
}

func atoi[T ~string | ~[]byte](s T) int { n, _ := strconv.Atoi(string(s)); return n }

func inflate(t testing.TB, data []byte) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// clone is a lab to alter; its next object numbers are free.
func (l *lab) clone() *lab {
	c := *l
	c.objects = maps.Clone(l.objects)
	return &c
}

// free is a number that no object has, nor a table or a stream of objects of the
// file as it was made.
func (l *lab) free() int {
	size := atoi(regexp.MustCompile(`/Type /XRef /Size (\d+)`).FindSubmatch(l.made)[1])
	return max(size, slices.Max(slices.Collect(maps.Keys(l.objects)))+1)
}

// put adds an object and gives its number.
func (l *lab) put(o object) int {
	n := l.free()
	l.objects[n] = o
	return n
}

// edit replaces words in the body of an object.
func (l *lab) edit(n int, from, to string) {
	o := l.objects[n]
	if !strings.Contains(o.body, from) {
		panic(fmt.Sprintf("object %d has no %q: %s", n, from, o.body))
	}
	o.body = strings.Replace(o.body, from, to, 1)
	l.objects[n] = o
}

// page is the number of the object of a page, from 1, and content that of what draws
// it.
func (l *lab) page(n int) int { return 1 + 2*n }

func (l *lab) content(n int) int { return l.page(n) + 1 }

// drawn is what draws a page.
func (l *lab) drawn(t testing.TB, n int) string {
	return string(inflate(t, l.objects[l.content(n)].stream))
}

// having is the number of the object that has some words.
func (l *lab) having(words string) int {
	for _, n := range slices.Sorted(maps.Keys(l.objects)) {
		if strings.Contains(l.objects[n].body, words) {
			return n
		}
	}
	panic("no object has " + words)
}

// box paints over a page and writes something else there.
func (l *lab) box(t testing.TB, page int) string {
	font := regexp.MustCompile(`/F[0-9a-f]+ `).FindString(l.drawn(t, page))
	return "\nq 1 1 1 rg 80 500 400 60 re f 0 g BT " + font + "12 Tf 90 520 Td (The Licensee owes 93 percent.) Tj ET Q\n"
}

// A layout says how a lab is written as a file.
type layout struct {
	packed  bool   // objects in streams, the table too
	head    string // before all
	orphans string // objects that the table does not name, after all others
	trailer string // more of it
}

// written is the lab as a whole file.
func (l *lab) written(how layout) []byte {
	var b bytes.Buffer
	b.WriteString(cmp.Or(how.head, "%PDF-1.7\n"))
	return l.append(&b, l.objects, how, fmt.Sprintf("/Root %d 0 R /Info %d 0 R ", l.root, l.info)+how.trailer)
}

// updated is a file with an update of some objects after it, as a program appends it.
func (l *lab) updated(file []byte, objects map[int]object, how layout) []byte {
	b := bytes.NewBuffer(bytes.Clone(file))
	start := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file[len(file)-60:])
	trailer := fmt.Sprintf("/Root %d 0 R /Info %d 0 R /Prev %s ", l.root, l.info, start[1])
	return l.append(b, objects, how, trailer+how.trailer)
}

// append writes objects, their table and the end of a file.
func (l *lab) append(b *bytes.Buffer, objects map[int]object, how layout, trailer string) []byte {
	places := map[int][3]int{}
	var packed []int
	for _, n := range slices.Sorted(maps.Keys(objects)) {
		o := objects[n]
		if how.packed && o.stream == nil && !strings.Contains(o.body, "/ByteRange") { // a signature stands by itself
			packed = append(packed, n)
			continue
		}
		places[n] = [3]int{1, b.Len(), o.generation}
		writeObject(b, n, o)
	}
	next := max(l.free(), slices.Max(append(slices.Collect(maps.Keys(objects)), 0))+1)
	if len(packed) > 0 {
		var index, bodies bytes.Buffer
		for i, n := range packed {
			fmt.Fprintf(&index, "%d %d ", n, bodies.Len())
			bodies.WriteString(objects[n].body + "\n")
			places[n] = [3]int{2, next, i}
		}
		places[next] = [3]int{1, b.Len(), 0}
		writeObject(b, next, streaming(fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", len(packed), index.Len()), deflate(append(index.Bytes(), bodies.Bytes()...))))
		next++
	}
	b.WriteString(how.orphans)
	at := b.Len()
	trailer = fmt.Sprintf("/Size %d ", next+1) + trailer
	if !how.packed {
		b.WriteString("xref\n")
		for _, n := range slices.Sorted(maps.Keys(places)) {
			fmt.Fprintf(b, "%d 1\n%010d %05d n \n", n, places[n][1], places[n][2])
		}
		fmt.Fprintf(b, "trailer\n<<%s>>\n", trailer)
	} else {
		places[next] = [3]int{1, at, 0}
		var index, rows bytes.Buffer
		for _, n := range slices.Sorted(maps.Keys(places)) {
			p := places[n]
			fmt.Fprintf(&index, "%d 1 ", n)
			rows.Write([]byte{byte(p[0]), byte(p[1] >> 24), byte(p[1] >> 16), byte(p[1] >> 8), byte(p[1]), byte(p[2] >> 8), byte(p[2])})
		}
		writeObject(b, next, streaming(fmt.Sprintf("/Type /XRef /W [1 4 2] /Index [%s] /Filter /FlateDecode %s", index.String(), trailer), deflate(rows.Bytes())))
	}
	fmt.Fprintf(b, "startxref\n%d\n%%%%EOF\n", at)
	return b.Bytes()
}

func writeObject(b *bytes.Buffer, n int, o object) {
	fmt.Fprintf(b, "%d %d obj\n%s\n", n, o.generation, o.body)
	if o.stream != nil {
		fmt.Fprintf(b, "stream\n%s\nendstream\n", o.stream)
	}
	b.WriteString("endobj\n")
}

// A signatory signs in tests.
type signatory struct {
	key  crypto.Signer
	cert *x509.Certificate
}

func newSignatory(name string) *signatory {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name, Organization: []string{"Test"}}, NotBefore: day, NotAfter: day.AddDate(100, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return &signatory{key, cert}
}

// signed is what a signature over some bytes is.
func (s *signatory) signed(covered []byte) []byte {
	d, err := pkcs7.NewSignedData(covered)
	if err != nil {
		panic(err)
	}
	d.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := d.AddSigner(s.cert, s.key, pkcs7.SignerInfoConfig{}); err != nil {
		panic(err)
	}
	d.Detach()
	out, err := d.Finish()
	if err != nil {
		panic(err)
	}
	return out
}

// stamped is a time stamp (RFC 3161) on some bytes.
func (s *signatory) stamped(covered []byte) []byte {
	digest := sha256.Sum256(covered)
	stamp := timestamp.Timestamp{HashAlgorithm: crypto.SHA256, HashedMessage: digest[:], Time: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
	answer, err := stamp.CreateResponseWithOpts(s.cert, s.key, crypto.SHA256)
	if err != nil {
		panic(err)
	}
	made, err := timestamp.ParseResponse(answer)
	if err != nil {
		panic(err)
	}
	return made.RawToken
}

// room is how many bytes a signature may take.
const room = 4096

// unsigned is the value of a signature field before it is signed.
func unsigned(kind string) object {
	return text("<</Type /%s /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20300102030405Z) /ByteRange [0 %010d %010d %010d] /Contents <%s>>>", kind, 0, 0, 0, strings.Repeat("0", 2*room))
}

var byteRange = regexp.MustCompile(`/ByteRange \[0 0{10} 0{10} 0{10}\] /Contents <`)

// sign signs a file in the signature that it holds unsigned. stretch is how many bytes
// more than itself the signature leaves out, and end where what it covers ends, 0 for
// the end of the file.
func (s *signatory) sign(file []byte, stretch, end int) []byte {
	return signedWith(s.signed, file, stretch, end)
}

func signedWith(signed func(covered []byte) []byte, file []byte, stretch, end int) []byte {
	m := byteRange.FindIndex(file)
	if m == nil {
		panic("nothing to sign")
	}
	end = cmp.Or(end, len(file))
	from, to := m[1]-1, m[1]+2*room+1+stretch
	copy(file[m[0]:], fmt.Sprintf("/ByteRange [0 %010d %010d %010d]", from, to, end-to))
	cms := signed(append(bytes.Clone(file[:from]), file[to:end]...))
	copy(file[m[1]:], fmt.Sprintf("%x", cms))
	return file
}

// field is the number of the object of a field.
func (l *lab) field(name string) int { return l.having("/T (" + name + ")") }

// signing is the objects with which a field is signed.
func (l *lab) signing(field string) map[int]object {
	n := l.free()
	f := l.objects[l.field(field)]
	f.body = regexp.MustCompile(`/AP <</N \d+ 0 R>>`).ReplaceAllString(f.body, fmt.Sprintf("/AP <</N %d 0 R>> /V %d 0 R", n, n+1))
	look := streaming("/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <<>>", []byte("0 0 1 RG 0 0 m 100 20 l S"))
	return map[int]object{l.field(field): f, n: look, n + 1: unsigned("Sig")}
}

// unseen is the objects of a signature, not yet made, in a new field that shows nothing.
func (l *lab) unseen(signature object) map[int]object {
	n, c := l.free(), l.clone()
	c.edit(l.root, "/Fields [", fmt.Sprintf("/Fields [%d 0 R ", n))
	if page := c.objects[l.page(1)].body; strings.Contains(page, "/Annots [") {
		c.edit(l.page(1), "/Annots [", fmt.Sprintf("/Annots [%d 0 R ", n))
	} else {
		c.edit(l.page(1), ">>", fmt.Sprintf(" /Annots [%d 0 R]>>", n))
	}
	return map[int]object{n: text("<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature%d) /Rect [0 0 0 0] /F 132 /P %d 0 R /V %d 0 R>>", n, l.page(1), n+1), n + 1: signature,
		l.root: c.objects[l.root], l.page(1): c.objects[l.page(1)]}
}

// filling is the objects with which a field is filled in.
func (l *lab) filling(field, value string) map[int]object {
	return l.showing(field, value, "/Tx BMC q 1 1 98 18 re W n BT /Text 10 Tf 0 g 2 5.5 Td ("+value+") Tj ET Q EMC", "")
}

// showing is the objects with which a field is filled in and shows what is drawn, in
// fonts beside those of the form.
func (l *lab) showing(field, value, drawn, fonts string) map[int]object {
	n := l.free()
	f := l.objects[l.field(field)]
	f.body = regexp.MustCompile(`/AP <</N \d+ 0 R>>( /V \([^)]*\))?`).ReplaceAllString(f.body, fmt.Sprintf("/AP <</N %d 0 R>> /V (%s)", n, value))
	look := streaming("/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <<"+fieldFonts.FindStringSubmatch(l.objects[l.root].body)[1]+fonts+">>>>", []byte(drawn))
	return map[int]object{l.field(field): f, n: look}
}

// fieldFonts finds the fonts of the form in a catalog.
var fieldFonts = regexp.MustCompile(`/DR <</Font <<([^>]*)>>`)

// with takes up objects of an update, so that the next goes on from it.
func (l *lab) with(objects map[int]object) *lab {
	c := l.clone()
	maps.Copy(c.objects, objects)
	for range 3 { // numbers that the table and streams of the update take
		c.put(text("null"))
	}
	return c
}

// theLab is an execution copy taken apart, once.
var theLab = sync.OnceValue(func() *lab {
	t := &testing.T{}
	p, err := draft.Make(resolved(t, library(t), load(t, "../testdata/examples/short-cross-licence.json")), draft.Options{Final: true, Formats: []draft.Format{draft.PDF}})
	if err != nil {
		panic(err)
	}
	return takenApart(t, p.Files[0].Data)
})

// join puts the objects of updates together.
func join(all ...map[int]object) map[int]object {
	out := map[int]object{}
	for _, objects := range all {
		maps.Copy(out, objects)
	}
	return out
}
