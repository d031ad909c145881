package app

import (
	"context"
	"fmt"

	"tongbao/reports/list"
	"tongbao/server/ledger"
)

// ExchangePack is the 公文交换包 of an issued bulletin, for offices without mail:
// one zip with the PDF, the workbook and the list of whom it is for, named in
// Chinese. The same bulletin and list give the same bytes. CodeRefused for a
// draft.
func (s *Service) ExchangePack(ctx context.Context, id int64) (File, []byte, error) {
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	if b.State != Issued {
		return File{}, nil, ledger.Errorf(ledger.CodeRefused, "第%d期通报还是草稿，发布后才能生成公文交换包", b.Number)
	}
	p, err := s.Store.Programme(ctx, b.Programme)
	if err != nil {
		return File{}, nil, err
	}
	stem := fmt.Sprintf("%s（第%d期）", b.Title, b.Number)
	pack := newPack(b.IssuedAt)
	for _, f := range []struct {
		file File
		ext  string
	}{{b.PDF, ".pdf"}, {b.XLSX, ".xlsx"}} {
		data, err := s.Blobs.Get(ctx, f.file.SHA256)
		if err != nil {
			return File{}, nil, err
		}
		if err := pack.add(stem+f.ext, data); err != nil {
			return File{}, nil, err
		}
	}
	names, err := s.ListBook(addressees(b, p))
	if err != nil {
		return File{}, nil, fmt.Errorf("write the list of addressees: %w", err)
	}
	if err := pack.add("分送单位名单.xlsx", names); err != nil {
		return File{}, nil, err
	}
	data, err := pack.close()
	if err != nil {
		return File{}, nil, err
	}
	return fileOf(fileName(stem+"公文交换包.zip"), data), data, nil
}

// addressees are the programme's units with the people who answer for them and
// the addresses on the list of recipients; recipients that are no unit follow.
func addressees(b BulletinRecord, p *ledger.Programme) list.Table {
	t := list.Table{
		Title: "分送单位名单", Sheet: "分送单位名单", Sample: p.Sample,
		Lines: []string{b.Title, fmt.Sprintf("第%d期，%s", b.Number, b.Document.Date.Chinese())},
		Heads: []string{"序号", "单位", "联系人", "电话", "电子邮箱", "签收人", "签收时间"},
	}
	mails := map[string][]string{}
	for _, r := range p.Recipients {
		mails[r.Unit] = append(mails[r.Unit], r.Address)
	}
	add := func(unit string, c ledger.Contact, mail string) {
		row := []list.Cell{list.Int(len(t.Rows) + 1)}
		for _, text := range []string{unit, c.Person, c.Telephone, mail, "", ""} {
			row = append(row, list.Text(text))
		}
		t.Rows = append(t.Rows, row)
	}
	known := map[string]bool{}
	for _, u := range p.Units {
		known[u.Name] = true
		if len(mails[u.Name]) == 0 {
			add(u.Name, u.Contact, u.Contact.Mail)
		}
		for _, mail := range mails[u.Name] {
			add(u.Name, u.Contact, mail)
		}
	}
	for _, r := range p.Recipients {
		if !known[r.Unit] {
			add(r.Unit, ledger.Contact{}, r.Address)
		}
	}
	return t
}
