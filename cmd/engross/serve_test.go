package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const serveToken = "a token of more than sixteen letters"

// certified writes a certificate for 127.0.0.1 and its key, and gives who trusts it.
func certified(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, text := range map[string][]byte{"cert.pem": cert, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), "token": []byte(serveToken + "\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(cert)
	return pool
}

// The workbench on an address of the network: the program itself, asked over TLS with
// the token of a file, by programs and by people.
func TestServeListen(t *testing.T) {
	dir := t.TempDir()
	pool := certified(t, dir)
	sheet, err := os.ReadFile("../../testdata/examples/short-cross-licence.json")
	if err != nil {
		t.Fatal(err)
	}
	deals := filepath.Join(dir, "deals")
	if err := os.Mkdir(deals, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(deals, "deal.json"), sheet, 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("engross", "serve", deals, "--listen", "127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem", "--token-file", "token")
	c.Dir, c.Env = dir, append(os.Environ(), "XDG_CONFIG_HOME="+dir, "HOME="+dir)
	var told bytes.Buffer
	c.Stderr = &told
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	at, _, _ := strings.Cut(strings.TrimPrefix(line, "the workbench is open on "), ";")
	if err != nil || at == "" {
		t.Fatalf("it does not listen: %q %s", line, told.Bytes())
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	ask := func(name string, want int, method, path, body string, header map[string]string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequest(method, "https://"+at+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		for k, v := range header {
			r.Header.Set(k, v)
		}
		if host := header["Host"]; host != "" {
			r.Host = host
		}
		res, err := client.Do(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != want {
			t.Errorf("%s: %s, not %d: %v\n%.300s", name, res.Status, want, err, text)
		}
		return res, string(text)
	}
	const check = `{"file": "deal.json"}`
	bearer := map[string]string{"Authorization": "Bearer " + serveToken}
	ask("a program with the token", 200, "POST", "/api/check", check, bearer)
	ask("a program with another token", 401, "POST", "/api/check", check, map[string]string{"Authorization": "Bearer another token altogether"})
	ask("a program without one", 401, "POST", "/api/check", check, nil)
	ask("a foreign page with the token", 403, "POST", "/api/check", check, map[string]string{"Authorization": "Bearer " + serveToken, "Origin": "https://evil.example"})
	ask("a name that is not in the certificate", 421, "POST", "/api/check", check, map[string]string{"Authorization": "Bearer " + serveToken, "Host": "evil.example"})
	if _, text := ask("a person without a session", 401, "GET", "/", "", nil); !strings.Contains(text, "/enter") {
		t.Errorf("the refusal does not say where to enter: %s", text)
	}
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	ask("the page to enter", 200, "GET", "/enter", "", nil)
	ask("a wrong token entered", 401, "POST", "/enter", "token=wrong", form)
	ask("the token in an address", 401, "GET", "/enter?token="+url.QueryEscape(serveToken), "", nil)
	res, _ := ask("the token entered", 200, "POST", "/enter", "token="+url.QueryEscape(serveToken), form)
	cookies := res.Cookies()
	if len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("the session is not kept as it should be: %v", cookies)
	}
	session := map[string]string{"Cookie": cookies[0].Name + "=" + cookies[0].Value}
	if _, text := ask("a person with a session", 200, "GET", "/", "", session); !strings.Contains(text, "KES-BRE-2027") {
		t.Error("the deal is not on the page")
	}
	ask("a session without the token of a page", 403, "POST", "/api/check", check, session)
	if res, err := http.Get("http://" + at + "/"); err == nil {
		if res.Body.Close(); res.StatusCode != http.StatusBadRequest {
			t.Errorf("it answers without TLS: %s", res.Status)
		}
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("it does not end well: %v", err)
	}
	if strings.Contains(line+told.String(), serveToken) || strings.Contains(told.String(), "KES-BRE") {
		t.Errorf("it tells what is confidential: %s", told.Bytes())
	}
}
