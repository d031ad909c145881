package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// MailPlan is who gets a programme's bulletins by mail, and who does not.
type MailPlan struct {
	Recipients []ledger.Recipient // each address once
	Wrong      []ledger.Recipient // those of them that no mail can be addressed to
	Silent     []string           // units that no mail reaches
}

// PlanMail is a programme's mail plan.
func PlanMail(p *ledger.Programme) MailPlan {
	var plan MailPlan
	reached := map[string]bool{}
	for _, r := range Recipients(p) {
		reached[p.Canonical(r.Unit)] = true
		if slices.ContainsFunc(plan.Recipients, func(known ledger.Recipient) bool { return strings.EqualFold(known.Address, r.Address) }) {
			continue
		}
		plan.Recipients = append(plan.Recipients, r)
		if wrongAddress(r.Unit, r.Address) != nil {
			plan.Wrong = append(plan.Wrong, r)
		}
	}
	for _, u := range p.Units {
		if u.Contact.Mail == "" && !reached[u.Name] && (u.Parent == "" || !reached[p.Canonical(u.Parent)]) {
			plan.Silent = append(plan.Silent, u.Name)
		}
	}
	return plan
}

// Mark is the same as long as the recipients are.
func (m MailPlan) Mark() string {
	var list strings.Builder
	for _, r := range m.Recipients {
		fmt.Fprintf(&list, "%s\t%s\n", r.Unit, r.Address)
	}
	sum := sha256.Sum256([]byte(list.String()))
	return hex.EncodeToString(sum[:8])
}

// Recipients are to whom a programme's bulletins go: those on its list, and the
// contacts of units that have nobody there.
func Recipients(p *ledger.Programme) []ledger.Recipient {
	list := slices.Clone(p.Recipients)
	for _, u := range p.Units {
		if u.Contact.Mail == "" || slices.ContainsFunc(list, func(r ledger.Recipient) bool {
			return p.Canonical(r.Unit) == u.Name || strings.EqualFold(r.Address, u.Contact.Mail)
		}) {
			continue
		}
		list = append(list, ledger.Recipient{Unit: u.Name, Address: u.Contact.Mail})
	}
	return list
}

// wrongAddress is CodeInvalid where no mail can be addressed to a unit so.
func wrongAddress(unit, address string) error {
	bare, problem := intake.Mailbox(address)
	if problem == "" && bare != address {
		problem = fmt.Sprintf("邮箱“%s”应写作“%s”", address, bare)
	}
	if problem != "" {
		return ledger.Errorf(ledger.CodeInvalid, "给“%s”的邮件不能发送：%s", unit, problem)
	}
	if strings.ContainsAny(unit, "\r\n") {
		return ledger.Errorf(ledger.CodeInvalid, "收件单位“%s”的名称中有换行，不能发送", unit)
	}
	return nil
}

// mostAttached is how many bytes the files of a mail may have together: with
// their encoding they come to 27 MB, what mail servers of offices still take.
const mostAttached = 20 << 20

// bulletinMails are the messages that carry a bulletin to all its recipients;
// its files are named already. CodeUnavailable where no mail server is
// configured, CodeRefused without recipients, CodeInvalid for addresses that
// cannot be sent to, CodeTooLarge for files that no mail server would take.
func (s *Service) bulletinMails(b BulletinRecord, p *ledger.Programme, by Actor) ([]Delivery, error) {
	if err := s.needMailer(); err != nil {
		return nil, err
	}
	plan := PlanMail(p)
	if len(plan.Recipients) == 0 {
		return nil, ledger.Errorf(ledger.CodeRefused, "“%s”没有登记收件人，请先登记各单位的电子邮箱", p.Title)
	}
	if len(plan.Wrong) > 0 {
		wrong := make([]string, len(plan.Wrong))
		for i, r := range plan.Wrong {
			wrong[i] = fmt.Sprintf("%s（%s）", r.Unit, r.Address)
		}
		return nil, ledger.Errorf(ledger.CodeInvalid, "有%d个邮箱写法不对，应如 name@example.com，请到“单位”页改正：%s", len(wrong), strings.Join(wrong, "，"))
	}
	if strings.ContainsAny(b.Title, "\r\n") {
		return nil, ledger.Errorf(ledger.CodeInvalid, "通报的标题中有换行，不能作邮件主题")
	}
	files := []File{b.PDF, b.XLSX}
	if size := b.PDF.Size + b.XLSX.Size; size > mostAttached {
		return nil, ledger.Errorf(ledger.CodeTooLarge, "PDF 和 Excel 共%d MB，超过邮件附件的上限%d MB；请不用邮件，改用公文交换包分送", size>>20, mostAttached>>20)
	}
	rows := make([]Delivery, len(plan.Recipients))
	for i, r := range plan.Recipients {
		body := fmt.Sprintf("%s：\n\n现将《%s》（%s）送上，请查收附件。\n\n附件：\n1. %s（正式文本）\n2. %s（数据表）\n\n%s\n%s\n",
			r.Unit, b.Title, b.Document.Head.Issue, b.PDF.Name, b.XLSX.Name, b.Document.Signature, b.Document.Date.Chinese())
		rows[i] = s.addressed(Delivery{
			Cause: fmt.Sprintf("bulletin:%d", b.ID), Programme: b.Programme, Bulletin: b.ID, Unit: r.Unit, Address: r.Address,
			Subject: b.Title, Body: body, Files: files, Actor: by,
		})
	}
	return rows, nil
}
