package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strings"

	"tongbao/server/internal/app"
)

// why is what went wrong, in Chinese and with what can be done about it.
func (s *session) why(err error) string {
	var verification *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var reply *textproto.Error
	var nonsense textproto.ProtocolError
	var unknown *net.DNSError
	phase := s.heard.phase
	switch {
	case errors.As(err, &verification):
		return "服务器证书不可信，已拒绝连接：" + s.certificate(verification.Err)
	case errors.As(err, &noTLS):
		return "服务器在这个端口上没有用 TLS 应答，请由系统管理员把 SMTP_URL 的 tls=tls（smtps://）改为 tls=starttls，或核对端口"
	case errors.As(err, &reply):
		return fmt.Sprintf("服务器拒绝了会话：%d %s", reply.Code, told(reply.Msg))
	case errors.Is(err, errEndless):
		return fmt.Sprintf("在“%s”一步服务器的应答没完没了，已断开", phase.Chinese())
	case errors.As(err, &nonsense):
		return "那里应答的不是邮件服务器：" + told(err.Error())
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		words := fmt.Sprintf("在“%s”一步服务器没有应答，已超时", phase.Chinese())
		if phase == app.Greeting && s.security != implicitTLS {
			words += "（如果这个端口要直接用 TLS 连接，如 465，请由系统管理员把 SMTP_URL 写成 smtps://）"
		}
		return words
	case errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed):
		return "发送被中止"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Sprintf("在“%s”一步服务器断开了连接", phase.Chinese())
	case errors.As(err, &unknown):
		return "找不到主机 " + unknown.Name
	case phase == app.Connecting:
		return "连接不上（" + told(err.Error()) + "）"
	case phase == app.Hello && s.security == startTLS && !s.heard.in(app.StartingTLS):
		return "服务器没有提供 STARTTLS 加密，邮件和密码会以明文发送，已拒绝。请由系统管理员核对 SMTP_URL 的主机和端口；服务器只在 465 端口加密的，写成 smtps://"
	case phase == app.Hello && s.user != "":
		return "服务器没有提供登录（AUTH），密码没有发送。请由系统管理员核对 SMTP_URL 的主机和端口；不需要登录的，去掉用户名和密码"
	}
	return told(err.Error())
}

// certificate is why a server's certificate is not trusted.
func (s *session) certificate(err error) string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &name) && name.Certificate != nil:
		return fmt.Sprintf("证书不是给 %s 的（证书上是 %s）。请由系统管理员核对 SMTP_URL 的主机名", s.host, told(strings.Join(name.Certificate.DNSNames, "、")))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		return fmt.Sprintf("证书的有效期是%s至%s。请由邮件服务器的管理员换发证书，或核对本机的时间",
			invalid.Cert.NotBefore.Format("2006年1月2日"), invalid.Cert.NotAfter.Format("2006年1月2日"))
	case errors.As(err, &unknown):
		return "证书不是由本机信任的机构签发的（自签名的也是）。请由系统管理员把签发机构的证书装入本机的信任列表"
	}
	return told(err.Error())
}

// in reports whether anything was heard in a phase.
func (t *transcript) in(p app.Phase) bool {
	return slices.ContainsFunc(t.answers, func(a app.Answer) bool { return a.Phase == p })
}

// ownName is how the client names itself (RFC 5321, 4.1.4): by the machine's
// name where that is a full one in ASCII, else by the address that the connection
// comes from. Servers refuse a bare name, or one in Chinese.
func ownName(hostname string, local net.Addr) string {
	ascii := func(r rune) bool {
		return r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	foreign := strings.ContainsFunc(hostname, func(r rune) bool { return !ascii(r) })
	if !foreign && strings.Contains(strings.Trim(hostname, "."), ".") {
		return strings.TrimSuffix(hostname, ".")
	}
	tcp, ok := local.(*net.TCPAddr)
	switch {
	case !ok:
		return "[127.0.0.1]"
	case tcp.IP.To4() != nil:
		return "[" + tcp.IP.String() + "]"
	}
	return "[IPv6:" + tcp.IP.String() + "]"
}
