//go:build readback

package mail

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
)

// postfix is a mail server of Debian's postfix package with folders, a port and
// a certificate of its own. It takes mail for example.cn, also for people it
// does not have, and keeps what it can deliver in Maildirs.
type postfix struct {
	server
	dir string
}

// startPostfix needs the rights of root, which postfix's master wants.
func startPostfix(t *testing.T, mailboxes ...string) *postfix {
	t.Helper()
	p := &postfix{dir: t.TempDir()}
	for dir := p.dir; dir != filepath.Dir(dir) && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { // its programs run as other users
			t.Fatal(err)
		}
	}
	certificate, roots := selfMade(t)
	p.roots = roots
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, "tls.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))+
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})))
	owner, err := user.Lookup("postfix")
	if err != nil {
		t.Fatalf("postfix is not installed: %v", err)
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	for _, dir := range []string{"queue", "data", "mail"} {
		if err := os.Mkdir(filepath.Join(p.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"data", "mail"} {
		if err := os.Chown(filepath.Join(p.dir, dir), uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	var maps strings.Builder
	for _, m := range mailboxes {
		fmt.Fprintf(&maps, "%s@example.cn %s/\n", m, m)
	}
	p.write(t, "boxes", maps.String())
	p.write(t, "main.cf", fmt.Sprintf(`compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
myhostname = mail.example.cn
mydestination =
local_recipient_maps =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_reject_unlisted_recipient = no
smtpd_tls_security_level = may
smtpd_tls_chain_files = %[1]s/tls.pem
virtual_mailbox_domains = example.cn
virtual_mailbox_base = %[1]s/mail
virtual_mailbox_maps = texthash:%[1]s/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:%[2]d
virtual_gid_maps = static:%[3]d
`, p.dir, uid, gid))
	p.write(t, "master.cf", p.address+` inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`)
	p.run(t, "start")
	t.Cleanup(func() {
		p.run(t, "stop")
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(p.dir, "log"))
			t.Logf("postfix says:\n%s", log)
		}
	})
	return p
}

func (p *postfix) run(t *testing.T, command string) {
	t.Helper()
	if out, err := exec.Command("/usr/sbin/postfix", "-c", p.dir, command).CombinedOutput(); err != nil {
		t.Fatalf("postfix %s: %v\n%s", command, err, out)
	}
}

func (p *postfix) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// arrived waits for the one message in a mailbox.
func (p *postfix) arrived(t *testing.T, mailbox string) []byte {
	t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for range 1500 { // half a minute
		found, err := filepath.Glob(filepath.Join(p.dir, "mail", mailbox, "new", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			raw, err := os.ReadFile(found[0])
			if err != nil || len(found) > 1 {
				t.Fatalf("%d messages for %s, %v", len(found), mailbox, err)
			}
			return raw
		}
		<-look.C
	}
	t.Fatalf("nothing arrived for %s", mailbox)
	return nil
}

func TestReadBackFromPostfix(t *testing.T) {
	p := startPostfix(t, "zjj", "office")
	session := p.sender(t, "", startTLS).Session()
	defer session.Close()
	there, gone := message(), message()
	gone.To, gone.MessageID = "nobody@example.cn", "0123456789+abcdef@example.cn"
	for _, m := range []app.Message{there, gone} {
		got := session.Send(t.Context(), m, func() error { return nil })
		if got.State != app.Sent || !strings.Contains(got.Answer, "queued as") {
			t.Fatalf("%s: %+v", m.To, got)
		}
	}
	compare(t, p.arrived(t, "zjj"), there)

	returned := p.arrived(t, "office")
	b, err := ReadBounce(strings.NewReader(string(returned)))
	if err != nil {
		t.Fatalf("%v\n%s", err, returned)
	}
	if len(b.MessageIDs) == 0 || b.MessageIDs[0] != gone.MessageID || len(b.Reports) != 1 {
		t.Fatalf("bounce is %+v", b)
	}
	if r := b.Reports[0]; r.Recipient != gone.To || r.Action != "failed" || r.Status != "5.1.1" || !strings.Contains(r.Words(), "邮箱不存在") {
		t.Errorf("report is %+v", r)
	}
	if len(returned) > 10_000 {
		t.Errorf("the bounce carries the message back: %d bytes", len(returned))
	}
}
