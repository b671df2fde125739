package ui

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/adrg/xdg"

	"twopaths/model"
)

// DefaultProfile is where the profile lies that reports get which have none of their own.
// It may be missing.
func DefaultProfile() string { return filepath.Join(xdg.ConfigHome, "twopaths", "profile.yaml") }

// ReadProfile reads a profile. Faults of it name file and line.
func ReadProfile(path string) (model.Profile, error) {
	data, err := ReadFile(path)
	if err != nil {
		return model.Profile{}, err
	}
	return model.ParseProfile(path, data)
}

// WithProfile is the assessment with the profile of a file, unless it has one of its own.
// A file that is missing is no profile.
func WithProfile(a model.Assessment, path string) (model.Assessment, error) {
	if path == "" || a.Report.Profile != (model.Profile{}) {
		return a, nil
	}
	p, err := ReadProfile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	a.Report.Profile = p
	return a, err
}

// EditedByHand reports whether a file is an exported report that was changed since.
func EditedByHand(path string) bool {
	data, err := ReadFile(path)
	return err == nil && model.EditedByHand(path, data)
}
