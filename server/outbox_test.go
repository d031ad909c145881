package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tongbao/server/internal/app"
)

// sink is an SMTP server that counts what it takes, by Message-ID, and calls
// event at every step of every session.
type sink struct {
	event func()
	mu    sync.Mutex
	taken map[string]int
	hosts map[string]int // messages by the client's port: one connection, one process
}

// listenSink returns the address of a new sink as SMTP_URL has it.
func listenSink(t *testing.T) (*sink, string) {
	t.Helper()
	k := &sink{event: func() {}, taken: map[string]int{}, hosts: map[string]int{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		k.step()
		return &sinkSession{sink: k, host: c.Conn().RemoteAddr().String()}, nil
	}))
	server.ErrorLog = quietSMTP{}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return k, "smtp://" + listener.Addr().String() + "?tls=none"
}

type quietSMTP struct{}

func (quietSMTP) Printf(string, ...any) {}
func (quietSMTP) Println(...any)        {}

type sinkSession struct {
	sink *sink
	host string
}

func (s *sinkSession) Reset()                               {}
func (s *sinkSession) Logout() error                        { return nil }
func (s *sinkSession) Mail(string, *smtp.MailOptions) error { s.sink.step(); return nil }
func (s *sinkSession) Rcpt(string, *smtp.RcptOptions) error { s.sink.step(); return nil }
func (s *sinkSession) Data(r io.Reader) error {
	s.sink.step()
	content := bufio.NewReader(r)
	head, _ := content.Peek(4000)
	id := messageIDs.FindSubmatch(head)
	s.sink.step()
	if _, err := io.Copy(io.Discard, content); err != nil {
		return err
	}
	if id == nil {
		return fmt.Errorf("no Message-ID in %q", head)
	}
	s.sink.mu.Lock()
	s.sink.taken[string(id[1])]++
	s.sink.hosts[s.host]++
	s.sink.mu.Unlock()
	s.sink.step()
	go s.sink.step() // about when the answer is under way
	return nil
}

var messageIDs = regexp.MustCompile(`(?mi)^Message-ID: <([^>]+)>`)

// step tells that a session has come a step further.
func (k *sink) step() {
	k.mu.Lock()
	event := k.event
	k.mu.Unlock()
	event()
}

// onStep sets what is called at every step.
func (k *sink) onStep(event func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.event = event
}

// count is how many times a message was taken.
func (k *sink) count(messageID string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.taken[messageID]
}

// mailing is a system's outbox with n messages of one file, and the sink that they go
// to.
type mailing struct {
	*system
	sink    *sink
	url     string
	service *app.Service
}

func newMailing(t *testing.T, s *system, n, bytesOfFile int) *mailing {
	t.Helper()
	k, url := listenSink(t)
	t.Setenv("SMTP_URL", url)
	t.Setenv("MAIL_FROM", "市政府办公室 <office@example.cn>")
	t.Setenv("FONT_DIR", filepath.Join("..", "templates", "fonts", "gpl"))
	o := options{data: s.data}
	service, closeStore, err := o.open(t.Context(), quietLog())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = closeStore() })
	data := bytes.Repeat([]byte("通报"), bytesOfFile/6)
	hash, err := service.Blobs.Put(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	var rows []app.Delivery
	for i := range n {
		rows = append(rows, app.Delivery{
			Cause: "test", Unit: fmt.Sprintf("第%d个单位", i), Address: fmt.Sprintf("u%d@example.cn", i), Subject: "通报", Body: "请查收。\n",
			Files: []app.File{{Name: "通报.pdf", SHA256: hash, Size: int64(len(data))}}, Actor: app.Browser,
		})
	}
	if made, err := service.Store.Enqueue(t.Context(), rows); err != nil || made != n {
		t.Fatalf("%d of %d queued, %v", made, n, err)
	}
	return &mailing{system: s, sink: k, url: url, service: service}
}

func (m *mailing) start() running {
	m.t.Helper()
	env := append(m.env(), "SMTP_URL="+m.url, "MAIL_FROM=office@example.cn")
	return launch(m.t, env, "serve", "--addr", "127.0.0.1:0", "--data", m.data)
}

// settled waits until nothing is on its way, and returns how each message ended.
func (m *mailing) settled() []app.Delivery {
	m.t.Helper()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for range 3000 { // five minutes: a claim's lease is one
		list, err := m.service.Deliveries(m.t.Context(), app.OutboxFilter{})
		if err != nil {
			m.t.Fatal(err)
		}
		moving := 0
		for _, d := range list {
			if d.State == app.Pending || d.State == app.Sending || d.State == app.Deferred {
				moving++
			}
		}
		if moving == 0 {
			return list
		}
		<-look.C
	}
	m.t.Fatal("the outbox does not come to rest")
	return nil
}

// A server is killed again and again, each time at a step of the dialogue that
// is drawn at random. Afterwards each recipient has the message, and none twice
// but those that a person was asked about.
func TestKilledWhileSending(t *testing.T) {
	onEach(t, func(t *testing.T, s *system) {
		times := told(t, "TONGBAO_MAIL_KILLS", 10)
		if s.dsn != "" && times <= 10 {
			t.Skip("a killed process's claims wait a minute on PostgreSQL: with TONGBAO_MAIL_KILLS")
		}
		m := newMailing(t, s, 2*times, 30_000)
		random := rand.New(rand.NewPCG(7, uint64(times))) // the same kills at every run
		for range times {
			m.killedAt(1 + random.IntN(14))
		}
		last := m.start()
		list := m.settled()
		asked := map[string]bool{}
		for _, d := range list {
			n := m.sink.count(d.MessageID)
			switch {
			case d.State == app.Sent && n == 1:
			case d.State == app.Uncertain && n <= 1:
				asked[d.MessageID] = true
				if err := m.service.Resend(t.Context(), d.ID, app.Browser); err != nil {
					t.Fatal(err)
				}
			default:
				t.Errorf("%s is %s (%s) and was taken %d times", d.Address, d.State, d.Answer, n)
			}
		}
		twice := 0
		for _, d := range m.settled() {
			n := m.sink.count(d.MessageID)
			if d.State != app.Sent || n == 0 || n > 1 && !asked[d.MessageID] {
				t.Errorf("%s is %s and was taken %d times", d.Address, d.State, n)
			}
			if n > 1 {
				twice++
			}
		}
		t.Logf("%d messages, %d kills: %d asked about, of these %d had arrived", len(list), times, len(asked), twice)
		stop(t, last)
	})
}

// killedAt starts the server and kills it at the n-th step that the sink sees.
func (m *mailing) killedAt(n int) {
	m.t.Helper()
	steps, dead := 0, make(chan struct{})
	var mu sync.Mutex
	var victim running
	started := make(chan struct{})
	m.sink.onStep(func() {
		mu.Lock()
		defer mu.Unlock()
		if steps++; steps == n {
			<-started
			_ = victim.cmd.Process.Kill()
			close(dead)
		}
	})
	victim = m.start()
	close(started)
	select {
	case <-dead:
	case <-time.After(2 * time.Minute):
		m.t.Errorf("the server did not come to step %d", n)
		_ = victim.cmd.Process.Kill()
	}
	<-victim.drained
	_ = victim.cmd.Wait() // it was killed
	m.sink.onStep(func() {})
}

// stop ends a server as a user does.
func stop(t *testing.T, r running) {
	t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-r.drained
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("the server did not stop well: %v", err)
	}
}

func TestThreeServersSendEachMessageOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *system) {
		if s.dsn == "" {
			return // one server uses a folder at a time: TestAFolderIsServedOnce
		}
		m := newMailing(t, s, 120, 30_000)
		var servers []running
		for range 3 {
			servers = append(servers, m.start())
		}
		for _, d := range m.settled() {
			if n := m.sink.count(d.MessageID); n != 1 || d.State != app.Sent {
				t.Errorf("%s is %s and was taken %d times", d.Address, d.State, n)
			}
		}
		if len(m.sink.hosts) < 2 {
			t.Errorf("over connections %v: one server sent everything", m.sink.hosts)
		}
		for _, r := range servers {
			stop(t, r)
		}
	})
}

// mostMemory is what a server may come to hold while it sends: 150 MB, in KiB.
const mostMemory = 150_000_000 / 1024

// A file of 1 MB goes to many: TONGBAO_MAIL_MANY says to how many (2,000 in the
// README), or to some.
func TestAFileToManyInLittleMemory(t *testing.T) { onEach(t, aFileToManyInLittleMemory) }

func aFileToManyInLittleMemory(t *testing.T, s *system) {
	n := told(t, "TONGBAO_MAIL_MANY", 100)
	began := time.Now()
	m := newMailing(t, s, n, 1<<20)
	server := m.start()
	for _, d := range m.settled() {
		if m.sink.count(d.MessageID) != 1 || d.State != app.Sent {
			t.Errorf("%s is %s: %s", d.Address, d.State, d.Answer)
		}
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", server.cmd.Process.Pid))
	if err != nil {
		t.Skip("the system does not tell how much memory a process has had")
	}
	peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if peak == nil {
		t.Fatalf("status is %s", status)
	}
	if most, err := strconv.Atoi(string(peak[1])); err != nil || most > mostMemory {
		t.Errorf("the server came to hold %d KiB, want %d at most", most, mostMemory)
	} else {
		t.Logf("%d messages in %v: %d MB at most", n, time.Since(began).Round(time.Second), most*1024/1_000_000)
	}
	stop(t, server)
}
