package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/serve"
)

type serveFlags struct {
	listen, cert, key, token, fonts string
	browser                         bool
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve [TERM-SHEET | FOLDER]",
		Short: "Open the workbench: make, read and negotiate agreements in the browser",
		Long: `Serve opens a page on this machine, in which agreements are made, read, changed,
compared and handed over without writing JSON. It serves the term sheets of a folder
(left out, the one you are in), or one term sheet. They stay ordinary files; nothing
is sent anywhere.

The page is for you alone: it is opened by a link that works once, in a file that
only you can read. The same operations are a JSON API; /api/openapi.json describes
it. Programs bring the token of the file that --token-file names.

To listen elsewhere than on this machine, give --listen with --tls-cert, --tls-key
and --token-file.`,
		Example: "  engross serve\n  engross serve deals\n  engross serve deal.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !c.Flags().Changed("browser") {
				f.browser = isTerminal(a.out)
			}
			return a.serve(append(args, ".")[0], f)
		},
	}
	c.Flags().BoolVar(&f.browser, "browser", false, "open the browser (default: on a terminal)")
	c.Flags().StringVar(&f.fonts, "fonts", "", fontsUsage)
	c.Flags().StringVar(&f.listen, "listen", "", "address to listen on, such as 0.0.0.0:8443, instead of this machine alone")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "with --listen, the file of the certificate")
	c.Flags().StringVar(&f.key, "tls-key", "", "with --listen, the file of its key")
	c.Flags().StringVar(&f.token, "token-file", "", "file with the token that programs bring; with --listen, people too")
	return c
}

func (a *app) serve(path string, f serveFlags) error {
	bench, state, err := a.workbench(path)
	if err != nil {
		return err
	}
	defer bench.Folder.Close()
	if bench.Fonts, err = loadFonts(f.fonts); err != nil {
		return err
	}
	token, err := tokenOf(f.token)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if f.listen != "" {
		return a.serveTLS(ctx, bench, f, token)
	}
	if f.cert != "" || f.key != "" {
		return &usageError{message: "a certificate without --listen", hint: "on this machine alone none is needed: leave it out, or give --listen"}
	}
	local, err := serve.ListenLocal(state)
	if err != nil {
		return &usageError{message: "cannot listen: " + cause(err)}
	}
	defer local.Close()
	local.Guard.Bearer = token
	fmt.Fprintf(a.out, "the workbench is open: %s\nopen that file in your browser; end with Ctrl-C\n", local.Link)
	if token != "" {
		fmt.Fprintf(a.out, "programs bring the token to http://%s/api/\n", local.Listener.Addr())
	}
	if f.browser {
		openBrowser(local.Link)
	}
	return serveUntil(ctx, serve.NewServer(bench, local.Guard), local.Listener)
}

// workbench is what is served, and the folder for what is kept of it.
func (a *app) workbench(path string) (*serve.Workbench, string, error) {
	lib, err := a.openLibrary()
	if err != nil {
		return nil, "", err
	}
	dir, only := path, ""
	info, err := os.Stat(path)
	if err != nil {
		return nil, "", unreadable(path, err)
	}
	if !info.IsDir() {
		dir, only = filepath.Split(path)
		if dir == "" {
			dir = "."
		}
		if !strings.HasSuffix(only, ".json") && !strings.HasSuffix(only, ".jsonc") {
			return nil, "", &usageError{message: path + " is no term sheet", hint: "name a file that ends in .json or .jsonc, or a folder"}
		}
	}
	state, err := stateFolder(dir)
	if err != nil {
		return nil, "", &usageError{message: "cannot make the folder for what is kept of the workbench: " + cause(err)}
	}
	folder, err := serve.OpenFolder(dir, only, state)
	if err != nil {
		return nil, "", unreadable(path, err)
	}
	return &serve.Workbench{Library: lib, Folder: folder, Now: time.Now}, state, nil
}

// stateFolder is where the address of a folder's workbench is kept, and what undoing
// needs: for its owner alone.
func stateFolder(dir string) (string, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	base, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(whole))
	state := filepath.Join(base, "engross", "serve", hex.EncodeToString(sum[:8]))
	return state, os.MkdirAll(state, 0o700)
}

// tokenOf reads a file with a token.
func tokenOf(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", unreadable(name, err)
	}
	const least = 16
	token := strings.TrimSpace(string(text))
	if len(token) < least {
		return "", &usageError{message: name + " holds no token of at least 16 characters", hint: "make one: head -c 24 /dev/urandom | base64 > " + name}
	}
	if info, err := os.Stat(name); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", &usageError{message: "others can read " + name, hint: "chmod 600 " + name}
	}
	return token, nil
}

// serveTLS serves under the names of a certificate.
func (a *app) serveTLS(ctx context.Context, bench *serve.Workbench, f serveFlags, token string) error {
	if f.cert == "" || f.key == "" || token == "" {
		return &usageError{message: "--listen needs TLS and a token", hint: "give --tls-cert, --tls-key and --token-file"}
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return &usageError{message: "the certificate cannot be used: " + err.Error()}
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return &usageError{message: "cannot listen on " + f.listen + ": " + cause(err), hint: "give an address such as 0.0.0.0:8443"}
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	guard := serve.NewTLSGuard(pair.Leaf, port, token)
	fmt.Fprintf(a.out, "the workbench is open on %s; end with Ctrl-C\n", listener.Addr())
	s := serve.NewServer(bench, guard)
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	return serveUntil(ctx, s, tls.NewListener(listener, s.TLSConfig))
}

// serveUntil answers until it is told to stop, and then ends what is under way.
func serveUntil(ctx context.Context, s *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	const patience = 5 * time.Second
	wait, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := s.Shutdown(wait)
	if errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	}
	return err
}

// openBrowser shows a file in the browser, if the system knows how.
func openBrowser(name string) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	if c := exec.Command(command[0], append(command[1:], name)...); c.Start() == nil {
		go func() { _ = c.Wait() }()
	}
}
