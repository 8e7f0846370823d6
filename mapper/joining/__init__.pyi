from .clusters import JOINED as JOINED
from .join import Joined as Joined
from .join import Judged as Judged
from .join import join as join
from .join import judge as judge
