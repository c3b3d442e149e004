package serve

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"html"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/engross/engross/batch"
)

// A Local is the workbench of one person on this machine: a listener on the loopback
// interface, and what has to outlive a restart so that open pages go on.
type Local struct {
	Listener net.Listener
	Guard    *Guard
	Link     string // the file that opens the workbench: a page that only its owner can read
	dir      string
}

// address is what is kept of a workbench: under another name or port its open pages
// would be those of another site, and what was typed in them lost.
type address struct {
	Host   string `json:"host"`
	Port   int    `json:"port"`
	Secret string `json:"secret"`
}

// ListenLocal listens on the loopback interface. State is a folder for what is kept
// of the folder served; it is made where it is missing, for its owner alone.
func ListenLocal(state string) (*Local, error) {
	if err := os.MkdirAll(state, 0o700); err != nil {
		return nil, err
	}
	at := filepath.Join(state, "address.json")
	var a address
	if text, err := os.ReadFile(at); err != nil || json.Unmarshal(text, &a) != nil || a.Host == "" || a.Secret == "" {
		a = address{Host: "engross-" + strings.ToLower(rand.Text()[:10]) + ".localhost", Secret: rand.Text()}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(a.Port))
	if err != nil { // another program has the port now
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
	}
	a.Port = listener.Addr().(*net.TCPAddr).Port
	text, err := json.Marshal(a)
	if err == nil {
		err = batch.WritePrivate(at, text)
	}
	if err != nil {
		listener.Close()
		return nil, err
	}
	l := &Local{Listener: listener, Link: filepath.Join(state, "open.html"), dir: state}
	port := strconv.Itoa(a.Port)
	l.Guard = &Guard{
		Hosts: []string{a.Host + ":" + port, "127.0.0.1:" + port}, Cookie: "engross-" + port, Secret: []byte(a.Secret),
		Where: "Open the file " + l.Link + " in the browser: it holds a link that works once.",
	}
	l.Guard.Opened = l.writeLink
	if err := l.writeLink(l.Guard.NewOnce()); err != nil {
		listener.Close()
		return nil, err
	}
	return l, nil
}

// writeLink writes the page that leads to the workbench, and to it under the plain
// address where a browser does not know names that end in localhost.
func (l *Local) writeLink(once string) error {
	links := make([]string, len(l.Guard.Hosts))
	for i, h := range l.Guard.Hosts {
		links[i] = html.EscapeString("http://" + h + "/enter?token=" + once)
	}
	return batch.WritePrivate(l.Link, fmt.Appendf(nil, `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>engross</title>
<meta http-equiv="refresh" content="0; url=%s">
<p>Opening the workbench. If nothing happens: <a href="%s">open it here</a>, or <a href="%s">by its plain address</a>.</p>
<p>The link works once; engross then writes a new one into this file.</p>
</html>
`, links[0], links[0], links[1]))
}

// Close takes the link away, which leads nowhere any more, and stops listening.
func (l *Local) Close() error {
	os.Remove(l.Link)
	return l.Listener.Close()
}
