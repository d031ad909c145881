package mail

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"
)

// conn gives every single read and write a deadline of its own, so that a
// server that falls silent is noticed at whatever point it does. The
// deadlines that the SMTP library sets for whole dialogues are not used. What a
// server answers without end is cut off.
type conn struct {
	net.Conn
	silence atomic.Int64 // time.Duration
	heard   atomic.Int64 // bytes since something was said
}

// mostHeard is the most bytes that a server may answer with: a command's answer
// is held whole.
const mostHeard = 256 << 10

var errEndless = errors.New("endless answer")

// watch wraps a connection.
func watch(inner net.Conn, silence time.Duration) *conn {
	c := &conn{Conn: inner}
	c.silence.Store(int64(silence))
	return c
}

// during closes the connection when ctx ends, whatever is under way, until the
// returned function is called.
func (c *conn) during(ctx context.Context) (release func()) {
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	return func() { stop() }
}

// allow changes how long the server may be silent from here on.
func (c *conn) allow(silence time.Duration) { c.silence.Store(int64(silence)) }

// until is the deadline of an operation that begins now; the operating
// system's sockets know no other clock.
func (c *conn) until() time.Time {
	return time.Now().Add(time.Duration(c.silence.Load())) //nolint:forbidigo // see above
}

func (c *conn) Read(b []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(c.until()); err != nil {
		return 0, err
	}
	if c.heard.Load() > mostHeard {
		return 0, errEndless
	}
	n, err := c.Conn.Read(b)
	if c.heard.Add(int64(n)) > mostHeard && err == nil {
		err = errEndless
	}
	return n, err
}

func (c *conn) Write(b []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(c.until()); err != nil {
		return 0, err
	}
	if c.heard.Load() > mostHeard {
		return 0, errEndless
	}
	c.heard.Store(0)
	return c.Conn.Write(b)
}

func (c *conn) SetDeadline(time.Time) error      { return nil }
func (c *conn) SetReadDeadline(time.Time) error  { return nil }
func (c *conn) SetWriteDeadline(time.Time) error { return nil }
