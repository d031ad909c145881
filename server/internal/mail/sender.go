// Package mail sends messages over SMTP. It implements app.Mailer.
package mail

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var _ app.Mailer = (*Sender)(nil)

// security is how a connection is protected, as the address names it.
type security string

const (
	startTLS    security = "starttls"
	implicitTLS security = "tls"
	plain       security = "none"
)

// Sender sends messages through one SMTP server. It is safe for use by several
// goroutines, each with a session of its own.
type Sender struct {
	host     string
	port     int
	security security
	user     string
	password string
	from     netmail.Address
	roots    *x509.CertPool // nil: the system's
	patience patience
	clock    func() time.Time
}

// patience is how long the server may be silent. The values are those of
// RFC 5321, 4.5.3.2, but for the connection, and for the commands, where
// offices have a server nearby.
type patience struct {
	connect time.Duration // to accept a connection
	command time.Duration // to answer a command or take the next bytes
	end     time.Duration // to answer the message's end
	total   time.Duration // for all of a message
}

// Option changes a Sender.
type Option func(*Sender)

// WithRoots trusts these authorities instead of the system's.
func WithRoots(roots *x509.CertPool) Option { return func(s *Sender) { s.roots = roots } }

// WithPatience bounds every wait for the server by d.
func WithPatience(d time.Duration) Option {
	return func(s *Sender) { s.patience = patience{d, d, d, s.patience.total} }
}

// New makes a Sender from smtp[s]://user:pass@host:port?tls=starttls|tls|none
// and the address that messages come from, "办公室 <a@example.cn>" or the bare
// address. clock gives the time of answers. smtp:// means STARTTLS on port 587 and smtps:// TLS on port 465
// unless the address says otherwise. A configuration that cannot work, or
// would show the password on the wire, is CodeInvalid.
func New(address, from string, clock func() time.Time, options ...Option) (*Sender, error) {
	// What url.Parse says of a broken address would show the password in it.
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, invalid("SMTP_URL 无法识别，应写作 smtp://用户:密码@主机:端口?tls=starttls（密码中的特殊字符要写成 %%XX）")
	}
	s := &Sender{
		host:     u.Hostname(),
		user:     u.User.Username(),
		clock:    clock,
		patience: patience{30 * time.Second, 2 * time.Minute, 10 * time.Minute, 25 * time.Minute},
	}
	s.password, _ = u.User.Password()
	if s.security, err = securityOf(u); err != nil {
		return nil, err
	}
	if s.user != "" && s.security == plain {
		return nil, invalid("SMTP_URL 设了 tls=none 又有用户名：密码会以明文发送，已拒绝。请改用 tls=starttls 或 tls=tls")
	}
	if (s.user == "") != (s.password == "") {
		return nil, invalid("SMTP_URL 的用户名和密码要么都写，要么都不写")
	}
	if s.port, err = portOf(u, s.security); err != nil {
		return nil, err
	}
	if from == "" {
		return nil, invalid("还要设置 MAIL_FROM，即发件地址，写作 名称 <a@example.cn> 或 a@example.cn")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil || strings.ContainsFunc(sender.Name, unicode.IsControl) {
		return nil, invalid("MAIL_FROM“%s”不是有效的发件地址，应写作 名称 <a@example.cn> 或 a@example.cn", from)
	}
	s.from = *sender
	for _, o := range options {
		o(s)
	}
	return s, nil
}

func securityOf(u *url.URL) (security, error) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", invalid("SMTP_URL 问号后面的部分无法识别")
	}
	for key := range query {
		if key != "tls" {
			return "", invalid("SMTP_URL 中的“%s”无法识别，问号后面只能有 tls=starttls、tls=tls 或 tls=none", key)
		}
	}
	mode := security(query.Get("tls"))
	switch {
	case mode == "" && u.Scheme == "smtps":
		return implicitTLS, nil
	case mode == "":
		return startTLS, nil
	case mode != startTLS && mode != implicitTLS && mode != plain:
		return "", invalid("SMTP_URL 的 tls=%s 无法识别，应为 starttls、tls 或 none", mode)
	case u.Scheme == "smtps" && mode != implicitTLS:
		return "", invalid("SMTP_URL 以 smtps:// 开头，与 tls=%s 矛盾", mode)
	}
	return mode, nil
}

func portOf(u *url.URL, mode security) (int, error) {
	if u.Port() == "" {
		return map[security]int{implicitTLS: gomail.DefaultPortSSL, startTLS: gomail.DefaultPortTLS, plain: gomail.DefaultPort}[mode], nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return 0, invalid("SMTP_URL 的端口“%s”应在 1 到 65535 之间", u.Port())
	}
	return int(port), nil
}

// tlsConfig always checks the server's certificate against its name.
func (s *Sender) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

// Settings are what people are shown of the server.
func (s *Sender) Settings() app.MailSettings {
	words := map[security]string{
		startTLS: "STARTTLS，核对证书", implicitTLS: "TLS，核对证书", plain: "不加密（tls=none），不使用密码",
	}
	return app.MailSettings{
		Server: s.address(), Security: words[s.security], User: s.user, From: s.from.Address, FromName: s.from.Name,
	}
}

// address is host:port, for what people read.
func (s *Sender) address() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

func invalid(format string, args ...any) error {
	return ledger.Errorf(ledger.CodeInvalid, format, args...)
}
