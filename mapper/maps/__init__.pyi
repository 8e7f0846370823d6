from .page.incident_map import IncidentMap as IncidentMap
from .page.layer import IncidentLayer as IncidentLayer
from .render import render_map as render_map
