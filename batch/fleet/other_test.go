package fleet

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
)

// certificate writes a certificate for this machine, and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	from := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "queue"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, &from, &from, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestTLS makes a batch over a queue with a certificate and a secret. Who does not trust
// the certificate, or has another secret, does not come in, and is told why.
func TestTLS(t *testing.T) {
	cert, key := certificate(t)
	other, _ := certificate(t)
	token, wrong := filepath.Join(t.TempDir(), "token"), filepath.Join(t.TempDir(), "wrong")
	for file, text := range map[string]string{token: "secret", wrong: "guess"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir(), CertFile: cert, KeyFile: key, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	address := "tls://" + s.Addr().String()
	input, dir := rows(t, 20, nil), t.TempDir()
	workersAt(t, 1, strings.Join([]string{address, token, cert}, ","))
	if _, err := coordinate(input, dir, strings.Join([]string{address, token, cert}, ",")); err != nil {
		t.Fatal(err)
	}
	compare(t, alone(t, input), contents(t, dir))
	for want, access := range map[string]Access{
		"certificate": {URL: address, TokenFile: token, CAFile: other},
		"uthoriz":     {URL: address, TokenFile: wrong, CAFile: cert},
		"authority":   {URL: "nats://" + s.Addr().String(), TokenFile: token},
	} {
		nc, err := Connect(access, "stranger")
		if err == nil {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			_, err = Coordinate(ctx, nc, &Settings{})
			cancel()
			nc.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", access, err, want)
		}
	}
}

// TestAnExistingCluster makes a batch over a cluster of three servers that is not the
// coordinator's, with a worker at each.
func TestAnExistingCluster(t *testing.T) {
	var routes, urls []string
	ports := make([]int, 3)
	for i := range ports {
		_, port, err := net.SplitHostPort(freeAddress(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(port, &ports[i]); err != nil {
			t.Fatal(err)
		}
		routes = append(routes, "nats://127.0.0.1:"+port)
	}
	var servers []*server.Server
	for i, port := range ports {
		o := &server.Options{ServerName: fmt.Sprint("s", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir(),
			Cluster: server.ClusterOpts{Name: "others", Host: "127.0.0.1", Port: port}, Routes: server.RoutesFromStr(strings.Join(routes, ","))}
		s, err := server.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		defer s.Shutdown()
		servers = append(servers, s)
	}
	for _, s := range servers {
		if !s.ReadyForConnections(10 * time.Second) {
			t.Fatal("a server of the cluster does not start")
		}
		urls = append(urls, s.ClientURL())
	}
	for deadline := time.Now().Add(time.Minute); !servers[0].JetStreamIsCurrent(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the cluster does not come together")
		}
	}
	for _, u := range urls {
		workersAt(t, 1, u)
	}
	input, dir := rows(t, 40, nil), t.TempDir()
	if _, err := coordinate(input, dir, urls[0]); err != nil {
		t.Fatal(err)
	}
	compare(t, alone(t, input), contents(t, dir))
}

// TestTheQueueIsLost takes the queue away while a batch is made: it is made anew from
// what is to be done.
func TestTheQueueIsLost(t *testing.T) {
	input, dir := rows(t, 60, nil), t.TempDir()
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	workersAt(t, 2, s.ClientURL())
	done := make(chan error, 1)
	go func() {
		_, err := coordinate(input, dir, s.ClientURL())
		done <- err
	}()
	for made(t, dir) < 10 {
		time.Sleep(5 * time.Millisecond)
	}
	nc, err := Connect(Access{URL: s.ClientURL()}, "vandal")
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for _, name := range []string{jobStream, doneStream, "OBJ_" + fileBucket} {
		if err := js.DeleteStream(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	if made(t, dir) == 60 {
		t.Error("all was made before the queue was lost")
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	compare(t, alone(t, input), contents(t, dir))
}

// TestFontsAreCompared tells folders of fonts apart by what is in them.
func TestFontsAreCompared(t *testing.T) {
	var a, b, c Means
	empty := fstest.MapFS{"README": {Data: []byte("none")}}
	if err := a.LoadFonts(empty); err == nil {
		t.Error("a folder without fonts is taken")
	}
	for m, name := range map[*Means]string{&a: "a.ttf", &b: "a.ttf", &c: "b.ttf"} {
		if err := m.LoadFonts(fstest.MapFS{name: {Data: liberationserifregular.TTF}}); err != nil {
			t.Fatal(err)
		}
	}
	if a.Faces != b.Faces || a.Faces == c.Faces || a.Faces == "" {
		t.Error(a.Faces, b.Faces, c.Faces)
	}
}
