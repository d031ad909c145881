package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tongbao/server/internal/app"
)

const (
	testUser     = "bulletin"
	testPassword = "p@ss:词/1"
)

// server is an SMTP server in the test's process that does as told and keeps
// what it saw.
type server struct {
	address     string
	roots       *x509.CertPool
	onRecipient error // answer to RCPT
	onContent   error // answer to the message's end
	cutAfter    int64 // with cut: bytes of content after which the connection is cut
	cut         bool
	most        int // messages over one connection, 0 for any number

	mu          sync.Mutex
	connections int
	passwords   []string
	senders     []string
	messages    [][]byte
}

// serve starts a server; tls says how it protects connections.
func serve(t *testing.T, mode security, s *server) *server {
	t.Helper()
	certificate, roots := selfMade(t)
	s.roots = roots
	backend := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.connections++
		return &visitor{server: s, conn: c}, nil
	}))
	backend.Domain, backend.EnableDSN = "localhost", true
	backend.ErrorLog = silent{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	config := &tls.Config{Certificates: []tls.Certificate{certificate}}
	switch mode {
	case implicitTLS:
		listener = tls.NewListener(listener, config)
	case startTLS:
		backend.TLSConfig = config
	case plain:
		backend.AllowInsecureAuth = true // as a man in the middle would have it
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = backend.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = backend.Close()
		<-done
	})
	return s
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// visitor is one connection to the server.
type visitor struct {
	server *server
	conn   *smtp.Conn
	mails  int
}

func (s *visitor) Reset()        {}
func (s *visitor) Logout() error { return nil }

func (s *visitor) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *visitor) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		s.server.passwords = append(s.server.passwords, password)
		if user != testUser || password != testPassword {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *visitor) Mail(from string, _ *smtp.MailOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.mails++; s.server.most > 0 && s.mails > s.server.most {
		_ = s.conn.Conn().Close()
		return answer(421, "too many messages")
	}
	s.server.senders = append(s.server.senders, from)
	return nil
}

func (s *visitor) Rcpt(string, *smtp.RcptOptions) error { return s.server.onRecipient }

func (s *visitor) Data(r io.Reader) error {
	if s.server.cut {
		_, _ = io.CopyN(io.Discard, r, s.server.cutAfter)
		return errors.Join(s.conn.Conn().Close(), io.ErrUnexpectedEOF)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.messages = append(s.server.messages, content)
	return s.server.onContent
}

// selfMade is a certificate for 127.0.0.1 that signs itself.
func selfMade(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// sender sends to the server, with user and password unless login is "".
func (s *server) sender(t *testing.T, login string, mode security, options ...Option) *Sender {
	t.Helper()
	return newSender(t, "smtp://"+login+s.address+"?tls="+string(mode), append([]Option{WithRoots(s.roots)}, options...)...)
}

// clock stands still.
func clock() time.Time { return time.Date(2020, 4, 13, 9, 0, 0, 0, time.UTC) }

// send sends one message over a session of its own.
func send(t *testing.T, s *Sender, m app.Message) app.SendResult {
	t.Helper()
	session := s.Session()
	defer session.Close()
	return session.Send(t.Context(), m, func() error { return nil })
}

// login is testUser and testPassword as an address spells them.
const login = testUser + ":p%40ss%3A%E8%AF%8D%2F1@"

func newSender(t *testing.T, address string, options ...Option) *Sender {
	t.Helper()
	s, err := New(address, "市政府办公室 <office@example.cn>", clock, options...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func message() app.Message {
	return app.Message{
		MessageID: "abc123@example.cn", To: "zjj@example.cn", ToName: "市住建局",
		Subject: "关于2020年第一季度市政府为民办十件实事进展情况的通报（第3期）及其附件请查收并按要求报送下一季度进展情况",
		Body:    "现将通报发给你们。\n.\n以上一行只有一个点。\n",
		Attachments: []app.Attachment{
			{Name: "2020年第一季度市政府为民办十件实事进展情况的通报.pdf", Type: "application/pdf", Data: everyByte(100_000)},
			{Name: `附表 "一";a=1.xlsx`, Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: everyByte(3)},
			{Name: "plain.csv", Type: "text/csv; charset=utf-8", Data: nil},
		},
	}
}

func everyByte(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7)
	}
	return b
}
