package ui

import "twopaths/model"

// way is every place of the way through, in order. A station is one place, or as many as it
// has questions; the forms and the documents beside them are places of their own.
func (s *session) way() []place {
	var places []place
	for _, st := range s.stations {
		n := max(1, len(st.Questions))
		if st.Kind == model.ProfileStation || st.Kind == model.ScopeStation {
			n++ // the form; what the scope means
		}
		if st.Kind == model.RoadmapStation {
			n++ // the chart, and the same in words
		}
		for i := range n {
			places = append(places, place{st.ID, i})
		}
	}
	return places
}

// resume is where to begin: the first place of a fresh assessment, else the first
// question without an answer, else the recommendation.
func (s *session) resume() place {
	first := s.way()[0]
	if s.overall.Done == 0 {
		return first
	}
	if st, i, ok := s.content.FirstOpen(s.a); ok {
		return questionPlace(st, i)
	}
	for _, st := range s.stations {
		if st.Kind == model.RecommendationStation {
			return place{st.ID, 0}
		}
	}
	return first
}

// questionPlace is where the i-th question of a station is asked.
func questionPlace(st model.Station, i int) place {
	if st.Kind == model.ProfileStation {
		i++ // behind the form
	}
	return place{st.ID, i}
}
