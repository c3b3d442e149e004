package fleet

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Access is how a queue is reached.
type Access struct {
	URL       string // nats://127.0.0.1:4222, or tls:// of a cluster
	TokenFile string // with the secret that all of a fleet share; or
	CredsFile string // credentials as nsc writes them
	CAFile    string // certificates that are trusted, or "" for those of the system
}

// Listen says where the queue of a coordinator is reached.
type Listen struct {
	Address  string // 127.0.0.1:4222
	Store    string // folder of the queue
	Token    string // file
	CertFile string
	KeyFile  string
}

// Serve starts the queue of a coordinator. Away from this machine it needs a
// certificate and a secret.
func Serve(l Listen) (*server.Server, error) {
	host, port, err := net.SplitHostPort(l.Address)
	if err != nil {
		return nil, fmt.Errorf("%q is no address such as 127.0.0.1:4222: %w", l.Address, err)
	}
	o := &server.Options{ServerName: "engross", Host: host, NoSigs: true, NoLog: true, JetStream: true, StoreDir: l.Store, SyncAlways: true, MaxPayload: mostPayload}
	if o.Port, err = net.LookupPort("tcp", port); err != nil {
		return nil, err
	}
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	if l.Token != "" {
		if o.Authorization, err = secret(l.Token); err != nil {
			return nil, err
		}
	}
	switch {
	case l.CertFile != "":
		cert, err := tls.LoadX509KeyPair(l.CertFile, l.KeyFile)
		if err != nil {
			return nil, err
		}
		o.TLSConfig, o.TLSTimeout = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, 10
	case !loopback(host):
		return nil, errors.New("beyond this machine a queue needs a certificate: --tls-cert and --tls-key")
	}
	if !loopback(host) && l.Token == "" {
		return nil, errors.New("beyond this machine a queue needs a secret: --token-file")
	}
	s, err := server.NewServer(o)
	if err != nil {
		return nil, err
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		s.Shutdown()
		return nil, fmt.Errorf("the queue cannot listen on %s: is another coordinator at work?", l.Address)
	}
	return s, nil
}

// mostPayload is more than any row: a term sheet has at most a few megabytes.
const mostPayload = 16 << 20

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// secret is the secret in a file, which others may not read.
func secret(file string) (string, error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s can be read by others: chmod 600 it", file)
	}
	text, err := os.ReadFile(file)
	if s := strings.TrimSpace(string(text)); s != "" || err != nil {
		return s, err
	}
	return "", fmt.Errorf("%s holds no secret", file)
}

// pingEvery is how often it is asked whether the other end is still there: a network
// that is cut says nothing. Tests ask more often.
var pingEvery = 5 * time.Second

// Connect reaches a queue, and goes on trying when it goes away.
func Connect(a Access, name string) (*nats.Conn, error) {
	u, err := url.Parse(a.URL)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "tls" && !loopback(u.Hostname()) {
		return nil, fmt.Errorf("%s is beyond this machine: its address has to begin with tls://", a.URL)
	}
	o := []nats.Option{nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond), nats.RetryOnFailedConnect(true), nats.Timeout(5 * time.Second),
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(2)}
	if a.TokenFile != "" {
		token, err := secret(a.TokenFile)
		if err != nil {
			return nil, err
		}
		o = append(o, nats.Token(token))
	}
	if a.CredsFile != "" {
		o = append(o, nats.UserCredentials(a.CredsFile))
	}
	if a.CAFile != "" {
		pem, err := os.ReadFile(a.CAFile)
		if err != nil {
			return nil, err
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate", a.CAFile)
		}
		o = append(o, nats.Secure(&tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}))
	}
	return nats.Connect(a.URL, o...)
}
