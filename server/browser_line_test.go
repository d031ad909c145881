//go:build browser

package main

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// badLine stands between a browser and a server, and can break.
type badLine struct {
	base    string // where it listens
	backend string
	mu      sync.Mutex
	held    []net.Conn
	broken  bool
	posts   int // files that set out
	most    int // with so many it breaks; 0 for never
}

// newLine leads to the server at base.
func newLine(t *testing.T, base string) *badLine {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &badLine{base: "http://" + listener.Addr().String(), backend: strings.TrimPrefix(base, "http://")}
	t.Cleanup(func() { _ = listener.Close(); w.cut() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	return w
}

// carry passes one connection on until it ends or is cut.
func (w *badLine) carry(from net.Conn) {
	defer from.Close()
	to, err := net.Dial("tcp", w.backend)
	if err != nil {
		return
	}
	defer to.Close()
	if !w.hold(from, to) {
		return
	}
	go func() {
		_, _ = io.Copy(from, to) // ends when either side does
		_ = from.Close()
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n == 0 || err != nil {
			return
		}
		if w.tooMany(buffer[:n]) {
			w.cut()
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// hold keeps connections to be cut; false while the line is broken.
func (w *badLine) hold(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = append(w.held, conns...)
	return !w.broken
}

// tooMany counts the files that set out.
func (w *badLine) tooMany(sent []byte) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posts += bytes.Count(sent, []byte("POST /inbox HTTP"))
	return w.most > 0 && w.posts >= w.most
}

// cut breaks the line with all that is on it.
func (w *badLine) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = true
	for _, conn := range w.held {
		_ = conn.Close()
	}
	w.held = nil
}

// mend lets everything through from now on.
func (w *badLine) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken, w.most = false, 0
}
