//go:build unix

package pgtest

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// Cluster is a PostgreSQL server of a test's own, which it may stop and start.
type Cluster struct {
	t         testing.TB
	bin, data string
	port      string
}

// NewCluster makes a server with the programs of the newest PostgreSQL that Debian
// has installed, and starts it; without them the test fails. It ends with the
// test.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(bins) == 0 {
		t.Fatal("the programs of PostgreSQL are not installed")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{t: t, bin: filepath.Dir(slices.Max(bins))}
	if _, c.port, err = net.SplitHostPort(listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	// A folder that the server's own user reaches: t.TempDir lies in one that
	// only root may enter.
	home, err := os.MkdirTemp("", "tongbao-postgres")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	if id := serverUser(t); id != nil {
		if err := os.Chown(home, int(id.Uid), int(id.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	c.data = filepath.Join(home, "data")
	c.run("initdb", "-D", c.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	c.Start()
	t.Cleanup(func() {
		if c.running() {
			c.Stop("immediate")
		}
	})
	return c
}

// serverUser is the user postgres for root, as whom the server refuses to run;
// nil for any other.
func serverUser(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	id := func(text string) uint32 {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		return uint32(n)
	}
	return &syscall.Credential{Uid: id(u.Uid), Gid: id(u.Gid)}
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	c.t.Helper()
	cmd := exec.Command(filepath.Join(c.bin, name), args...) //nolint:gosec // one of PostgreSQL's own programs
	cmd.Dir = filepath.Dir(c.data)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: serverUser(c.t)}
	return cmd
}

func (c *Cluster) run(name string, args ...string) {
	c.t.Helper()
	if err := c.command(name, args...).Run(); err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
}

func (c *Cluster) running() bool { return c.command("pg_ctl", "-D", c.data, "status").Run() == nil }

// Start starts the server and waits until it answers.
func (c *Cluster) Start() {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data, "-w", "-l", c.data+".log",
		"-o", "-p "+c.port+" -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", "start")
}

// Stop stops the server: "fast" ends sessions, "immediate" is a crash.
func (c *Cluster) Stop(mode string) {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data, "-m", mode, "-w", "stop")
}

// DSN is the server's address.
func (c *Cluster) DSN() string {
	return "postgres://postgres@127.0.0.1:" + c.port + "/postgres?sslmode=disable"
}
