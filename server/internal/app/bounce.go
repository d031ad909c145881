package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/server/ledger"
)

// Bounce is a mail server's report on a message it could not deliver (RFC 3464).
type Bounce struct {
	// MessageIDs may be those of the message it is about, without brackets, the
	// surest first: servers put envelope ids of their own in the place of ours.
	MessageIDs []string
	Reports    []BounceReport // none: it only shows the message
}

// BounceReport is what a server says of one recipient.
type BounceReport struct {
	Recipient  string // as the message was addressed, or where it was last sent to
	Action     string // "failed", "delayed", "delivered" …
	Status     string // RFC 3463: "5.1.1"
	Diagnostic string // the words of the server that refused: "smtp; 550 no such user"
}

// Words are the report's reason in Chinese, with the server's own words.
func (r BounceReport) Words() string {
	reason := statusWords[r.Status]
	if reason == "" {
		if parts := strings.Split(r.Status, "."); len(parts) == 3 {
			reason = subjectWords[parts[1]]
		}
	}
	if reason == "" {
		reason = "对方服务器没有说明原因"
	}
	detail := strings.Trim(r.Status+" "+r.Diagnostic, " ")
	if detail == "" {
		return reason
	}
	return fmt.Sprintf("%s（%s）", reason, detail)
}

// statusWords say in Chinese the states of RFC 3463 that offices meet, and
// subjectWords the subjects (its second number) of the others.
var (
	statusWords = map[string]string{
		"5.1.1": "邮箱不存在", "5.1.2": "邮箱的域名不存在", "5.1.3": "邮箱写法不对", "5.1.6": "邮箱已搬走", "5.1.10": "邮箱的域名不收邮件",
		"5.2.1": "邮箱已停用", "5.2.2": "邮箱已满", "5.2.3": "邮件超过对方邮箱的大小限制", "5.3.4": "邮件超过对方服务器的大小限制",
		"5.4.4": "找不到对方的邮件服务器", "5.4.7": "多次重试仍无法投递，已放弃", "4.4.7": "多次重试仍无法投递，已放弃",
		"5.5.0": "对方服务器拒收", "5.6.1": "对方不接收这种附件", "5.7.1": "被对方服务器拒收（反垃圾或权限规则）",
	}
	subjectWords = map[string]string{
		"1": "收件地址有问题", "2": "收件邮箱有问题", "3": "对方邮件系统有问题", "4": "网络或路由有问题",
		"5": "对方服务器拒收", "6": "邮件内容不被接收", "7": "被对方服务器拒收（反垃圾或权限规则）",
	}
)

// bounceWithin is how long after a message was taken a report that does not name
// it may still be about it: servers give up after five days.
const bounceWithin = 7 * 24 * time.Hour

// TakeBounce reads a message that came back, notes on the delivery what it says,
// and returns that delivery as it is then. CodeInvalid for anything that is not
// a bounce, CodeRefused for one about a message that is not in the outbox, or
// not with a server, and for one that only shows the message and says nothing of
// it that could be read.
func (s *Service) TakeBounce(ctx context.Context, raw []byte, by Actor) (Delivery, error) {
	b, err := s.ReadBounce(raw)
	if err != nil {
		return Delivery{}, err
	}
	d, err := s.bouncedDelivery(ctx, b)
	if err != nil {
		return Delivery{}, err
	}
	if len(b.Reports) == 0 {
		return Delivery{}, ledger.Errorf(ledger.CodeRefused,
			"这封信里没有标准的退信报告，不能自动登记；它附的是邮件#%d（%s <%s>）。如果它确是退信，请在发件箱打开那封邮件，用“登记退信”写明原因", d.ID, d.Unit, d.Address)
	}
	report := b.Reports[0]
	if i := slices.IndexFunc(b.Reports, func(r BounceReport) bool { return strings.EqualFold(r.Recipient, d.Address) }); i >= 0 {
		report = b.Reports[i]
	}
	from := []DeliveryState{Sent, Uncertain}
	switch report.Action {
	case "failed":
		d.State, d.Answer = Bounced, "退信："+report.Words()
		from = append(from, Bounced)
	case "delayed":
		d.Answer = "对方服务器报告投递推迟，还在重试：" + report.Words()
		from = []DeliveryState{d.State}
	case "delivered", "relayed", "expanded":
		d.State, d.Answer = Sent, "对方服务器报告已投递"
	default:
		return Delivery{}, ledger.Errorf(ledger.CodeInvalid, "退信报告里的“%s”无法识别", report.Action)
	}
	d.Actor = by
	return d, s.Store.Decide(ctx, d, from, Answer{At: s.Clock(), Phase: Report, Text: d.Answer, Actor: by})
}

// bouncedDelivery is the message that a report is about: the one it names, or
// where it names none the only one that went to that address lately.
func (s *Service) bouncedDelivery(ctx context.Context, b Bounce) (Delivery, error) {
	for _, id := range b.MessageIDs {
		d, err := s.Store.DeliveryOf(ctx, id)
		if ledger.CodeOf(err) != ledger.CodeNotFound {
			return d, err
		}
	}
	if len(b.MessageIDs) > 0 {
		return Delivery{}, ledger.Errorf(ledger.CodeRefused, "这封退信说的不是本系统发出的邮件（<%s>）", b.MessageIDs[0])
	}
	all, err := s.Store.Deliveries(ctx, OutboxFilter{})
	if err != nil {
		return Delivery{}, err
	}
	to, since := b.Reports[0].Recipient, s.Clock().Add(-bounceWithin)
	found := slices.DeleteFunc(all, func(d Delivery) bool {
		return d.State != Sent || !strings.EqualFold(d.Address, to) || d.UpdatedAt.Before(since)
	})
	if len(found) != 1 {
		return Delivery{}, ledger.Errorf(ledger.CodeRefused,
			"这封退信没有写明是哪一封邮件的，近日发往 %s 的邮件有%d封。请打开发件箱里的那一封，用“登记退信”写明原因", to, len(found))
	}
	return found[0], nil
}
