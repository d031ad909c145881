package app

import (
	"context"

	"tongbao/server/ledger"
)

// Accept checks an upload and, unless a finding stops it, stores it: all rows
// or none, or the good rows where the office takes those alone. A file that a
// finding stops is a ledger.Error with CodeRefused and the findings, and so is
// one that has a column read by a guess or lacks a word of explanation; one that
// is in the ledger already is one with CodeConflict.
func (s *Service) Accept(ctx context.Context, u Upload, b Binding, by Actor) (Submission, *Preview, error) {
	sub, v, err := s.accept(ctx, u, b, by)
	s.tried(ctx, by, "accept", fileSubject(u.Name), err)
	return sub, v, err
}

func (s *Service) accept(ctx context.Context, u Upload, b Binding, by Actor) (Submission, *Preview, error) {
	v, err := s.Check(ctx, u, b)
	if err != nil {
		return Submission{}, nil, err
	}
	if v.Binding.Programme == "" {
		return Submission{}, v, ledger.Errorf(ledger.CodeInvalid, "没有说明“%s”属于哪个计划。请指定计划后再入库", u.Name)
	}
	if b.InboxFile != 0 && len(v.Doubts) > 0 {
		return Submission{}, v, ledger.Errorf(ledger.CodeInvalid, "“%s”没有入库：还不能确定它的%s。请在收件中选定", u.Name, v.Doubts[0].Field.Chinese())
	}
	if len(v.Stops()) > 0 {
		refused := ledger.Errorf(ledger.CodeRefused, "“%s”有错误，没有入库，台账未改动。请按问题清单改正后重新上传", u.Name)
		refused.Findings = v.Findings
		return Submission{}, v, refused
	}
	if unsure := v.Unsure(); len(unsure) > 0 {
		q := unsure[0]
		refused := ledger.Errorf(ledger.CodeRefused, "“%s”没有入库：还不能确定工作表“%s”%s“%s”一列是什么。请在网页上核对时选定，或把表头改成常用写法",
			u.Name, q.Sheet, q.Cell, q.Head)
		refused.Findings = v.Findings
		return Submission{}, v, refused
	}
	if open := v.Unexplained(); len(open) > 0 {
		refused := ledger.Errorf(ledger.CodeRefused, "“%s”有%d处需要说明原因，没有入库，台账未改动。请逐条写明原因后再提交", u.Name, len(open))
		refused.Findings = open
		return Submission{}, v, refused
	}
	if v.Differs() {
		return Submission{}, v, ledger.Errorf(ledger.CodeConflict, "“%s”已经入库，读出的内容与台账已有不同。要按它重新入库，请先撤销那次报送", u.Name)
	}
	if v.Duplicate {
		return Submission{}, v, ledger.Errorf(ledger.CodeConflict, "“%s”与台账中现行的一份完全相同，无需重复入库", u.Name)
	}
	if _, err := s.Stage(ctx, u); err != nil { // nothing is in the ledger whose file is not kept
		return Submission{}, v, err
	}
	a := v.acceptance
	a.Submission.Actor, a.InboxFile = by, b.InboxFile
	sub, err := s.Store.Accept(ctx, a)
	return sub, v, err
}

// Stage keeps an upload that was checked, so that its sheets can be shown, and it
// can be checked again with what was answered and accepted later, by its hash.
func (s *Service) Stage(ctx context.Context, u Upload) (sha256 string, err error) {
	return s.Blobs.Put(ctx, u.Data)
}

// CheckStaged checks a staged upload again, as Check does. CodeNotFound when it
// is not there any more.
func (s *Service) CheckStaged(ctx context.Context, sha256, name string, b Binding) (*Preview, error) {
	data, err := s.Blobs.Get(ctx, sha256)
	if err != nil {
		return nil, err
	}
	return s.Check(ctx, Upload{Name: name, Data: data}, b)
}

// AcceptStaged accepts a staged upload. CodeNotFound when it is not there any
// more. A file of the inbox that is accepted already, as by a second click, is
// the same submission again.
func (s *Service) AcceptStaged(ctx context.Context, sha256, name string, b Binding, by Actor) (Submission, *Preview, error) {
	sub, v, err := s.acceptStaged(ctx, sha256, name, b, by)
	s.tried(ctx, by, "accept", fileSubject(name), err)
	return sub, v, err
}

func (s *Service) acceptStaged(ctx context.Context, sha256, name string, b Binding, by Actor) (Submission, *Preview, error) {
	if b.InboxFile == 0 {
		return s.acceptKept(ctx, sha256, name, b, by)
	}
	f, err := s.Store.InboxFile(ctx, b.InboxFile)
	if err != nil {
		return Submission{}, nil, err
	}
	if f.SHA256 != sha256 {
		return Submission{}, nil, ledger.Errorf(ledger.CodeInvalid, "要入库的不是收件中的这个文件。请从收件重新打开")
	}
	if f.Accepted != nil {
		sub, err := s.Store.Submission(ctx, f.Accepted.Submission)
		return sub, nil, err
	}
	sub, v, err := s.acceptKept(ctx, sha256, name, b, by)
	if ledger.CodeOf(err) == ledger.CodeConflict { // two clicks at the same moment
		if f, again := s.Store.InboxFile(ctx, b.InboxFile); again == nil && f.Accepted != nil {
			sub, err = s.Store.Submission(ctx, f.Accepted.Submission)
		}
	}
	return sub, v, err
}

// acceptKept accepts a file that is kept.
func (s *Service) acceptKept(ctx context.Context, sha256, name string, b Binding, by Actor) (Submission, *Preview, error) {
	data, err := s.Blobs.Get(ctx, sha256)
	if err != nil {
		return Submission{}, nil, err
	}
	return s.accept(ctx, Upload{Name: name, Data: data}, b, by)
}
